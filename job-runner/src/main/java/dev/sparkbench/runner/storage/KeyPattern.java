// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.storage;

import dev.sparkbench.api.contract.FailureReason;
import dev.sparkbench.runner.failure.RunFailure;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.hadoop.fs.GlobExpander;
import org.apache.hadoop.fs.GlobFilter;
import org.apache.hadoop.fs.Path;

/**
 * A key with wildcards, with the meaning that Hadoop, and so Spark, gives them: {@code *} and
 * {@code ?} match within one part between slashes, {@code {a,b}} gives alternatives. Everything
 * below a matching path belongs to it.
 */
final class KeyPattern {

  /** One alternative: a filter for each part of the key. */
  private record Alternative(String literalPrefix, List<GlobFilter> parts) {

    boolean matches(String key) {
      String[] names = key.split("/", -1);
      if (names.length < parts.size()) {
        return false;
      }
      for (int i = 0; i < parts.size(); i++) {
        if (!parts.get(i).accept(new Path("/" + names[i]))) {
          return false;
        }
      }
      return true;
    }
  }

  private final List<Alternative> alternatives;

  private KeyPattern(List<Alternative> alternatives) {
    this.alternatives = alternatives;
  }

  static boolean isPattern(String key) {
    return key.chars().anyMatch(c -> "{}[]*?\\".indexOf(c) >= 0);
  }

  static KeyPattern of(String key) {
    try {
      return new KeyPattern(
          GlobExpander.expand(key).stream().map(KeyPattern::alternative).toList());
    } catch (IOException e) {
      throw new RunFailure(
          FailureReason.DATASET_NOT_FOUND,
          "s3Path '%s' is not a valid pattern: %s".formatted(key, e.getMessage()),
          e);
    }
  }

  private static Alternative alternative(String pattern) {
    List<String> parts = List.of(pattern.split("/"));
    // Without the last part, because the object may have exactly this name, without a slash after
    // it.
    String prefix =
        parts.subList(0, parts.size() - 1).stream()
            .takeWhile(part -> !isPattern(part))
            .map(part -> part + "/")
            .collect(Collectors.joining());
    return new Alternative(prefix, parts.stream().map(KeyPattern::filter).toList());
  }

  private static GlobFilter filter(String part) {
    try {
      return new GlobFilter(part);
    } catch (IOException e) {
      throw new RunFailure(
          FailureReason.DATASET_NOT_FOUND,
          "s3Path has '%s', which is not a valid pattern: %s".formatted(part, e.getMessage()),
          e);
    }
  }

  /** The prefix to list in order to find every matching key. */
  List<String> prefixes() {
    return alternatives.stream().map(Alternative::literalPrefix).distinct().toList();
  }

  /** The part of a key that lies below the matching path; empty if the key does not match. */
  Optional<String> below(String key) {
    return alternatives.stream()
        .filter(alternative -> alternative.matches(key))
        .map(alternative -> tail(key, alternative.parts().size()))
        .findFirst();
  }

  private static String tail(String key, int parts) {
    String[] names = key.split("/", -1);
    return String.join("/", Arrays.asList(names).subList(parts, names.length));
  }
}
