package io.larder.cache.method;

import java.lang.reflect.Type;
import java.util.Map;
import java.util.Set;

/**
 * A value that is stored when its method has returned it.
 *
 * @param cache the name of the cache, fit for a view
 * @param terms as the annotation says, and where it says nothing, as the method that caches under
 *     that name does, if there is one
 * @param valueType what is stored
 */
record PutPlan(String cache, CallKey key, CallTags tags, DeclaredTerms terms, Type valueType) {

  /** See {@link MethodPlan#completed}; where several methods cache and disagree, none is asked. */
  PutPlan completed(Map<String, Set<DeclaredTerms>> others, Map<String, String> versions) {
    Set<DeclaredTerms> said = others.getOrDefault(cache, Set.of());
    DeclaredTerms whole = said.size() == 1 ? terms.orElse(said.iterator().next()) : terms;
    return new PutPlan(
        cache, key, tags, whole.withVersion(versions.getOrDefault(cache, "")), valueType);
  }
}
