#include "CCatalogue.h"

static const unsigned char rows[] = {
#embed "models.jsonl"
};

static const unsigned char shelves[] = {
#embed "providers.json"
};

const unsigned char *ccatalogue_rows(void) { return rows; }

size_t ccatalogue_size(void) { return sizeof rows; }

const unsigned char *ccatalogue_shelves(void) { return shelves; }

size_t ccatalogue_shelves_size(void) { return sizeof shelves; }
