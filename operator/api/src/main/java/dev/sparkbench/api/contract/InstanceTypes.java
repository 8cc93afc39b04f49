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
 * How many executors ran on Kubernetes nodes of which instance type. It has to fit into a driver's
 * answer and into the status, so there is room for few types. Executors of the others, and of those
 * whose type nobody knows, are not in it: whoever prices them knows how many there were.
 */
public final class InstanceTypes {

  /** The most types that are kept: those with the most executors. */
  public static final int MAX_TYPES = 8;

  /** The longest name, which is the longest value of a label; longer ones are not kept. */
  public static final int MAX_LENGTH = 63;

  private InstanceTypes() {}

  /** Counts them: one name for each executor; null where it is not known. */
  public static Map<String, Integer> count(Stream<String> types) {
    return bounded(
        types
            .filter(type -> type != null && !type.isEmpty())
            .collect(toMap(type -> type, type -> 1, Integer::sum)));
  }

  /** Both together. */
  public static Map<String, Integer> plus(Map<String, Integer> some, Map<String, Integer> more) {
    return bounded(
        Stream.of(some, more)
            .flatMap(types -> types.entrySet().stream())
            .collect(toMap(Map.Entry::getKey, Map.Entry::getValue, Integer::sum)));
  }

  /** A copy by names, with no more than there is room for; null is empty. */
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
