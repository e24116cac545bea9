#ifndef CCATALOGUE_H
#define CCATALOGUE_H

#include <stddef.h>

/// The rows of models.jsonl, byte for byte: what is known of models without asking anybody.
const unsigned char *_Nonnull ccatalogue_rows(void);

/// How many bytes they are.
size_t ccatalogue_size(void);

/// providers.json, byte for byte: what the public tables of models call byok's providers.
const unsigned char *_Nonnull ccatalogue_provider_names(void);

/// How many bytes that is.
size_t ccatalogue_provider_names_size(void);

#endif
