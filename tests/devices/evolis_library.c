/* Evolis' library as its interface is published: for tests. A printer's name is a folder; files in it say how it is. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

typedef struct { char folder[512]; } printer;

static FILE *in(printer *one, const char *name, const char *how)
{
    char path[700];
    snprintf(path, sizeof path, "%s/%s", one->folder, name);
    return fopen(path, how);
}

static int said(printer *one, const char *name, int otherwise)
{
    FILE *file = in(one, name, "r");
    int number = otherwise;
    if (file) {
        if (fscanf(file, "%d", &number) != 1)
            number = otherwise;
        fclose(file);
    }
    return number;
}

static int there(printer *one, const char *name)
{
    FILE *file = in(one, name, "r");
    if (file)
        fclose(file);
    return file != NULL;
}

static void did(printer *one, const char *what, int number)
{
    FILE *file = in(one, "log", "a");
    fprintf(file, "%s %d\n", what, number);
    fclose(file);
}

void *evolis_open(const char *name)
{
    printer *one = calloc(1, sizeof *one);
    snprintf(one->folder, sizeof one->folder, "%s", name);
    puts("a library that prints");
    if (there(one, "off")) {
        free(one);
        return NULL;
    }
    return one;
}

void evolis_close(void *one) { free(one); }

int evolis_get_state(void *one, int *major, int *minor)
{
    *major = said(one, "major", 1);
    *minor = said(one, "minor", 6);
    return 0;
}

int evolis_set_card_pos(void *one, int where)
{
    if (there(one, "crash"))
        abort();
    did(one, "pos", where);
    return said(one, "pos", 0);
}

int evolis_eject(void *one) { did(one, "eject", 0); return 0; }

int evolis_reject(void *one) { did(one, "reject", 0); return 0; }

int evolis_print_init(void *one) { return said(one, "init", 0); }

int evolis_print_set_imageb(void *one, int face, const char *bytes, int length)
{
    FILE *file = in(one, "image", "wb");
    fwrite(bytes, 1, length, file);
    fclose(file);
    did(one, "face", face);
    return 0;
}

int evolis_print_exect(void *one, int limit)
{
    (void)limit;
    did(one, "print", 0);
    while (there(one, "hang"))
        usleep(20000);
    return said(one, "print", 0);
}
