/* A library that opens photos of identity cards, as one maker describes it: for tests. Its pictures are grey values of the
   bytes it was given, so that a test knows them; no real photo opens with it. WLT_MODE says what kind of day it is. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define WIDTH 102
#define HEIGHT 126
#define ROW 308

static int today(const char *mode)
{
    const char *set = getenv("WLT_MODE");
    return set && strcmp(set, mode) == 0;
}

static void number(unsigned char *at, unsigned int value)
{
    int n;
    for (n = 0; n < 4; n++)
        at[n] = (unsigned char)(value >> (8 * n));
}

int wlt2bmpBuffer(unsigned char *wlt, unsigned char *out, int room)
{
    int x, y, n, size = 54 + ROW * HEIGHT;

    puts("a library that prints");
    if (today("hang"))
        for (;;)
            sleep(1);
    if (today("crash"))
        abort();
    if (today("exit"))
        exit(7);
    if (today("no licence"))
        return -5;
    if (today("nothing"))
        return 1;
    if (room < size)
        return -1;
    memset(out, 0, size);
    memcpy(out, today("no picture") ? "XX" : "BM", 2);
    number(out + 2, size);
    number(out + 10, 54);
    number(out + 14, 40);
    number(out + 18, today("huge") ? 5000 : WIDTH);
    number(out + 22, HEIGHT);
    out[26] = 1;
    out[28] = 24;
    for (y = 0; y < HEIGHT; y++)
        for (x = 0; x < WIDTH; x++)
            for (n = 0; n < 3; n++)
                out[54 + ROW * (HEIGHT - 1 - y) + 3 * x + n] = wlt[(y * WIDTH + x) % 1024];
    return 1;
}
