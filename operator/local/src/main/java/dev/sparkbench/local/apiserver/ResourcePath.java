// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.local.apiserver;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.Optional;
import java.util.Set;

/**
 * The resource in a URL's path.
 *
 * @param group empty for the core group
 * @param version such as {@code v1}
 * @param namespace empty for all namespaces, or for cluster-wide objects
 * @param plural the type
 * @param name empty for the collection
 * @param subresource empty for the object itself
 */
record ResourcePath(
    String group,
    String version,
    String namespace,
    String plural,
    String name,
    String subresource) {

  private static final Set<String> NAMESPACE_SUBRESOURCES = Set.of("status", "finalize");

  /** The resource of a path; empty if it names none, such as {@code /version}. */
  static Optional<ResourcePath> parse(String path) {
    Deque<String> parts = new ArrayDeque<>(Arrays.asList(path.substring(1).split("/")));
    String root = next(parts);
    if (!root.equals("api") && !root.equals("apis")) {
      return Optional.empty();
    }
    String group = root.equals("apis") ? next(parts) : "";
    String version = next(parts);
    String plural = next(parts);
    String namespace = "";
    // /namespaces/x is a namespace, /namespaces/x/pods are the pods in it.
    if (plural.equals("namespaces")) {
      String third = parts.stream().skip(1).findFirst().orElse("");
      if (!third.isEmpty() && !NAMESPACE_SUBRESOURCES.contains(third)) {
        namespace = next(parts);
        plural = next(parts);
      }
    }
    return plural.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new ResourcePath(group, version, namespace, plural, next(parts), next(parts)));
  }

  ObjectKey key(ResourceType type) {
    return new ObjectKey(type.qualifiedName(), namespace, name);
  }

  private static String next(Deque<String> parts) {
    return parts.isEmpty() ? "" : parts.removeFirst();
  }
}
