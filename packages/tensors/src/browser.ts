/** What reads files of predictions in a browser, by the same code as on the platform. */
export { BrowserFile } from './files/browser-file';
export { NotReadHere } from './files/source-file';
export { readPredictions, type WantedPredictions } from './predictions/read-predictions';
