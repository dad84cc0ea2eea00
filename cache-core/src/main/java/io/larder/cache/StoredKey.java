package io.larder.cache;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One entry as an operator sees it, for tools that list what lies in a store.
 *
 * @param key the whole key as it lies in the store, namespace and view included
 * @param type the store's own type, such as {@code string}; {@code meta} for the store's marks
 * @param ttl the time after which the store drops it
 * @param bytes the size of the payload in bytes, if it is known
 * @param age the time since the value was made; zero if it cannot be read
 * @param tags the tags
 * @param head the beginning of the payload as text, at most 80 characters, control characters
 *     replaced
 * @param note what is odd about it, such as {@code unreadable}, {@code claim}, or {@code ended} if
 *     it is never served again; else {@code null}
 */
public record StoredKey(
    String key,
    String type,
    Duration ttl,
    long bytes,
    Duration age,
    List<String> tags,
    String head,
    @Nullable String note) {}
