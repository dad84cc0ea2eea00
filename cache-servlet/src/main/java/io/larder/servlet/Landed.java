package io.larder.servlet;

import io.larder.cache.Page;

/**
 * What a leader hands to those who waited for it.
 *
 * @param page the page
 * @param ageNanos how old it was when it landed
 */
record Landed(Page page, long ageNanos) {}
