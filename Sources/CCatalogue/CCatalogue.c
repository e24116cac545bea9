#include "CCatalogue.h"

static const unsigned char rows[] = {
#embed "models.jsonl"
};

static const unsigned char provider_names[] = {
#embed "providers.json"
};

const unsigned char *ccatalogue_rows(void) { return rows; }

size_t ccatalogue_size(void) { return sizeof rows; }

const unsigned char *ccatalogue_provider_names(void) { return provider_names; }

size_t ccatalogue_provider_names_size(void) { return sizeof provider_names; }
