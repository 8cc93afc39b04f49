// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.local.apiserver;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Comparator;

/**
 * The key of an object.
 *
 * @param resource plural and group, such as {@code pods} or {@code leases.coordination.k8s.io}
 * @param namespace empty for cluster-wide objects
 * @param name the object's name
 */
record ObjectKey(String resource, String namespace, String name) implements Comparable<ObjectKey> {

  private static final Comparator<ObjectKey> ORDER =
      Comparator.comparing(ObjectKey::resource)
          .thenComparing(ObjectKey::namespace)
          .thenComparing(ObjectKey::name);

  static ObjectKey of(ResourceType type, ObjectNode object) {
    return new ObjectKey(
        type.qualifiedName(),
        type.namespaced() ? Metadata.text(object, "namespace") : "",
        Metadata.text(object, "name"));
  }

  @Override
  public int compareTo(ObjectKey other) {
    return ORDER.compare(this, other);
  }
}
