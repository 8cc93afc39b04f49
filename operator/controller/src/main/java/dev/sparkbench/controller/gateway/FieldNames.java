// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.controller.gateway;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import dev.sparkbench.controller.spec.Spelling;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Suggests fields of a request for names that it does not have. */
final class FieldNames {

  private final JsonNode root;
  private final List<FieldPath> all = new ArrayList<>();

  /**
   * Creates suggestions.
   *
   * @param root the schema of a request, with its references in {@code $defs}
   */
  FieldNames(JsonNode root) {
    this.root = root;
    collect(new FieldPath(List.of()));
  }

  /**
   * The field that was probably meant: one with a similar name, or a longer one, in the same
   * object, or the field of this name in another object.
   */
  Optional<FieldPath> nearest(FieldPath unknown) {
    FieldPath parent = unknown.parent();
    Set<String> known = names(parent);
    String name = unknown.name();
    return Spelling.nearest(name, known)
        .map(parent::child)
        .or(() -> only(all.stream().filter(field -> Spelling.isSame(name, field.name()))))
        .or(
            () ->
                only(known.stream().filter(longer -> words(longer).containsAll(words(name))))
                    .map(parent::child));
  }

  /** Fields of items of a list are no suggestion, because it is unknown which item is meant. */
  private void collect(FieldPath parent) {
    for (String name : names(parent)) {
      all.add(parent.child(name));
      collect(parent.child(name));
    }
  }

  private Set<String> names(FieldPath path) {
    JsonNode schema = target(root);
    for (String step : path.steps()) {
      JsonNode property = schema.path("properties").path(step);
      schema = target(property.isMissingNode() ? schema.path("items") : property);
    }
    Set<String> names = new TreeSet<>();
    schema.path("properties").fieldNames().forEachRemaining(names::add);
    return names;
  }

  private JsonNode target(JsonNode schema) {
    JsonNode reference = schema.path("$ref");
    return reference.isTextual() ? target(root.at(reference.textValue().substring(1))) : schema;
  }

  /** The words of a name, without the ending of a plural. */
  private static Set<String> words(String name) {
    return Stream.of(SnakeCaseStrategy.INSTANCE.translate(name).split("[_-]+"))
        .map(word -> word.replaceFirst("(?<=..)s$", ""))
        .collect(Collectors.toSet());
  }

  private static <T> Optional<T> only(Stream<T> candidates) {
    List<T> two = candidates.limit(2).toList();
    return two.size() == 1 ? Optional.of(two.get(0)) : Optional.empty();
  }
}
