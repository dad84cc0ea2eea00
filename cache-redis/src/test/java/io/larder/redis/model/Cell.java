package io.larder.redis.model;

/**
 * A named number of a world's state, from 0 to a most.
 *
 * @param word the word of the state that holds it
 * @param shift where in that word it begins
 * @param mask its bits, unshifted
 */
record Cell(String name, int word, int shift, long mask, int most) {}
