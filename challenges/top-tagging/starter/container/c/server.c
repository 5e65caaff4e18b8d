/*
 * Answers Unblind's requests with one score per jet: a window in the jet mass and an upper cut on tau32, with smooth edges.
 * Everything printed to stdout is the protocol; print what you want to read yourself to stderr.
 */
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { columns = 9, mass = 3, tau32 = 8 };

static void fail(const char *what) {
  fprintf(stderr, "%s\n", what);
  exit(1);
}

static float sigmoid(float x) { return 1 / (1 + expf(-x)); }

/* Reads an npy file of (jets, 9) little-endian float32, version 1. Returns the numbers and how many jets there are. */
static float *read_jets(const char *path, size_t *jets) {
  FILE *file = fopen(path, "rb");
  if (!file) fail(path);
  unsigned char start[10];
  if (fread(start, 1, sizeof start, file) != sizeof start || memcmp(start, "\x93NUMPY\x01", 7) != 0) fail("no npy file");
  char header[65536];
  size_t length = start[8] | start[9] << 8;
  if (fread(header, 1, length, file) != length) fail("a short npy header");
  header[length] = 0;
  const char *shape = strstr(header, "'shape': (");
  if (!shape || !strstr(header, "'<f4'") || sscanf(shape, "'shape': (%zu", jets) != 1) fail("not what was expected in the npy header");
  float *numbers = malloc((*jets * columns + 1) * sizeof *numbers);
  if (!numbers || fread(numbers, sizeof *numbers, *jets * columns, file) != *jets * columns) fail("a short npy file");
  fclose(file);
  return numbers;
}

static void write_scores(const char *path, const float *scores, size_t jets) {
  FILE *file = fopen(path, "wb");
  if (!file) fail(path);
  char header[119];
  int length = snprintf(header, sizeof header, "{'descr': '<f4', 'fortran_order': False, 'shape': (%zu,), }", jets);
  memset(header + length, ' ', 117 - length);
  header[117] = '\n';
  fwrite("\x93NUMPY\x01\x00\x76\x00", 1, 10, file); /* 0x76: a header of 118 bytes, so that the data begin at 128 */
  fwrite(header, 1, 118, file);
  fwrite(scores, sizeof *scores, jets, file);
  if (fclose(file) != 0) fail("the answer could not be written");
}

int main(void) {
  setvbuf(stdout, NULL, _IOLBF, 0);
  /* Load weights here, before saying that you are ready. */
  puts("{\"ready\":true,\"views\":[\"jet\"]}");
  char line[4096], input[512], output[512], path[600];
  while (fgets(line, sizeof line, stdin)) {
    int id;
    if (sscanf(line, "{\"id\":%d,\"input\":\"%511[^\"]\",\"output\":\"%511[^\"]\"}", &id, input, output) != 3) fail("not a request");
    snprintf(path, sizeof path, "%s/jet.npy", input);
    size_t jets;
    float *jet = read_jets(path, &jets);
    float *scores = malloc((jets + 1) * sizeof *scores);
    if (!scores) fail("no memory");
    for (size_t i = 0; i < jets; i++) {
      const float m = jet[i * columns + mass], t = jet[i * columns + tau32];
      scores[i] = sigmoid((m - 140) / 8) * sigmoid((210 - m) / 8) * sigmoid((0.7f - t) / 0.06f);
    }
    write_scores(output, scores, jets);
    free(jet);
    free(scores);
    printf("{\"id\":%d}\n", id);
  }
  return 0;
}
