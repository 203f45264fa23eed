/* A maker's library as the interface describes it: for tests. VENDOR_MODE says what kind of day it is. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* A test may say otherwise: whose card lies here (VENDOR_ID_NUMBER ...), and what is right at each step. */
static const char *GOOD = "00112233445566778899AABBCCDDEEFF|FFEEDDCCBBAA99887766554433221100|";
/* The name is in GBK. */
static const char *CARD = "410700|%s|%s|410700D15600000500BF7C7A48FB4966|\xcb\xef\xd0\xa1\xc3\xf7|"
                          "00814E43238697159900BF7C7A|%s|20240301|20340301|000000000001|000000000002|";
static int begun;

static int today(const char *mode)
{
    const char *set = getenv("VENDOR_MODE");
    return set && strcmp(set, mode) == 0;
}

static const char *told(const char *name, const char *otherwise)
{
    const char *set = getenv(name);
    return set ? set : otherwise;
}

static void card(char *out, const char *version)
{
    sprintf(out, CARD, told("VENDOR_ID_NUMBER", "410702199003074522"), told("VENDOR_NUMBER", "F45081001"), version);
}

long iReadCardBas(int type, char *out)
{
    puts("a library that prints");
    if (today("hang"))
        for (;;)
            sleep(1);
    if (today("crash"))
        abort();
    if (today("exit"))
        exit(0);
    if (today("no card")) {
        strcpy(out, "\xce\xde\xbf\xa8");
        return -11;
    }
    if (today("locked"))
        return -0x6A81;
    if (today("third"))
        return -2203;
    if (today("short")) {
        strcpy(out, "410700|410702199003074522|");
        return 0;
    }
    card(out, type == 3 ? "2.00" : "?");
    return 0;
}

long iReadCardBas_HSM_Step1(int type, char *out)
{
    begun = 1;
    sprintf(out, "410700|00814E43238697159900BF7C7A|03|%s|1122334455667788|01|8877665544332211|02|t|d|",
            told("VENDOR_CARD_ID", "410700D156000005"));
    return type == 3 ? 0 : -1;
}

long iReadCardBas_HSM_Step2(const char *key, char *out)
{
    int was = begun;
    begun = 0;
    if (!was)
        return -0x6984;
    if (strcmp(key, told("VENDOR_READ", GOOD)) != 0)
        return -0x63C2;
    card(out, "3.00");
    return 0;
}

long iUnblockPIN_HSM_Step1(int type, char *out)
{
    begun = 1;
    strcpy(out, "03|009010|1122334455667788|");
    return type == 3 ? 0 : -1;
}

long iUnblockPIN_HSM_Step2(const char *key, char *out)
{
    if (begun != 1 || strcmp(key, told("VENDOR_UNLOCK", GOOD)) != 0)
        return -0x63C2;
    begun = 2;
    strcpy(out, "03|009010|8877665544332211|");
    return 0;
}

long iUnblockPIN_HSM_Step3(const char *key, char *out)
{
    int was = begun;
    begun = 0;
    out[0] = 0;
    if (today("hang last"))
        for (;;)
            sleep(1);
    return was == 2 && strcmp(key, told("VENDOR_UNLOCK_LAST", GOOD)) == 0 ? 0 : -0x6988;
}
