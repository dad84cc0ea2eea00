package io.larder.cache.engine;

/**
 * A key in its two forms.
 *
 * @param asked as the caller has it, for its loader and predicates
 * @param key as the store has it
 */
record Asked(String asked, String key) {}
