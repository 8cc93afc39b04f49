// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.api.contract;

import static java.util.stream.Collectors.collectingAndThen;
import static java.util.stream.Collectors.toMap;

import java.util.Collections;
import java.util.Comparator;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The number of executors by the instance type of their Kubernetes nodes. A driver's answer and the
 * status must have room for it, so only few types are kept. Executors of other or unknown types are
 * not counted here; code that computes prices knows the total number.
 */
public final class InstanceTypes {

  /** The largest number of types; those with the most executors are kept. */
  public static final int MAX_TYPES = 8;

  /**
   * The longest name, which is the longest value of a label; types with longer names are not kept.
   */
  public static final int MAX_LENGTH = 63;

  private InstanceTypes() {}

  /** Counts types: one name for each executor; null if it is unknown. */
  public static Map<String, Integer> count(Stream<String> types) {
    return bounded(
        types
            .filter(type -> type != null && !type.isEmpty())
            .collect(toMap(type -> type, type -> 1, Integer::sum)));
  }

  /** The sum of both. */
  public static Map<String, Integer> plus(Map<String, Integer> some, Map<String, Integer> more) {
    return bounded(
        Stream.of(some, more)
            .flatMap(types -> types.entrySet().stream())
            .collect(toMap(Map.Entry::getKey, Map.Entry::getValue, Integer::sum)));
  }

  /** A copy, sorted by name, with at most {@link #MAX_TYPES} types; null becomes empty. */
  public static Map<String, Integer> bounded(Map<String, Integer> types) {
    if (types == null) {
      return Map.of();
    }
    return types.entrySet().stream()
        .filter(type -> type.getKey().length() <= MAX_LENGTH && type.getValue() > 0)
        .sorted(
            Map.Entry.<String, Integer>comparingByValue(Comparator.reverseOrder())
                .thenComparing(Map.Entry.comparingByKey()))
        .limit(MAX_TYPES)
        .collect(
            collectingAndThen(
                toMap(Map.Entry::getKey, Map.Entry::getValue, Integer::sum, TreeMap::new),
                Collections::unmodifiableMap));
  }
}
