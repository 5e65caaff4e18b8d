const size = 420;
const centre = size / 2;
const layers = [34, 62, 96, 136];
const calorimeter = 150;
const goldenAngle = Math.PI * (3 - Math.sqrt(5));

interface Track {
  angle: number;
  bend: number;
  reach: number;
  inJet: boolean;
}

/** A decorative drawing in the style of an event display: two back-to-back jets and other tracks. Not real data. */
export function EventFigure() {
  const tracks = [...jet(-0.72, 11), ...jet(-0.72 + Math.PI, 9), ...otherTracks(22)];
  return (
    <svg viewBox={`0 0 ${size} ${size}`} aria-hidden="true" className="w-full" fill="none" strokeLinecap="round">
      {[...layers, calorimeter].map((radius) => (
        <circle key={radius} cx={centre} cy={centre} r={radius} className="stroke-line" strokeWidth={radius === calorimeter ? 1.5 : 1} />
      ))}
      {tracks.map((track, index) => (
        <g key={index} className={track.inJet ? 'stroke-accent' : 'stroke-line-strong/55'} strokeWidth={track.inJet ? 1.4 : 1}>
          <path d={trackPath(track)} />
          {track.reach >= calorimeter && <path d={towerPath(track, index)} strokeWidth={4} strokeLinecap="butt" />}
        </g>
      ))}
      <circle cx={centre} cy={centre} r={2.5} className="fill-ink" />
    </svg>
  );
}

function jet(direction: number, tracks: number): Track[] {
  return Array.from({ length: tracks }, (_, index) => {
    const off = (index - (tracks - 1) / 2) / tracks;
    return { angle: direction + 0.62 * off * (1 + Math.abs(off)), bend: 0.1 * Math.sin(7 * index + 1), reach: calorimeter, inJet: true };
  });
}

function otherTracks(tracks: number): Track[] {
  return Array.from({ length: tracks }, (_, index) => {
    const bend = 0.55 * Math.cos(3 * index);
    return { angle: index * goldenAngle, bend, reach: index % 3 === 0 ? calorimeter : (layers[index % layers.length] ?? 96), inJet: false };
  });
}

/** A curve from the centre out to the radius `reach`, where its direction has turned by `bend` radians. */
function trackPath({ angle, bend, reach }: Track): string {
  const [mx, my] = polar(reach * 0.55, angle);
  const [ex, ey] = polar(reach, angle + bend);
  return `M${centre} ${centre}Q${mx} ${my} ${ex} ${ey}`;
}

/** The track's energy in the calorimeter, as a bar that points outwards. */
function towerPath({ angle, bend, inJet }: Track, index: number): string {
  const height = inJet ? 14 + 30 * Math.abs(Math.cos(5 * index + 0.4)) : 5 + 7 * Math.abs(Math.sin(index));
  const [ax, ay] = polar(calorimeter + 4, angle + bend);
  const [bx, by] = polar(calorimeter + 4 + height, angle + bend);
  return `M${ax} ${ay}L${bx} ${by}`;
}

function polar(radius: number, angle: number): [string, string] {
  return [(centre + radius * Math.cos(angle)).toFixed(1), (centre + radius * Math.sin(angle)).toFixed(1)];
}
