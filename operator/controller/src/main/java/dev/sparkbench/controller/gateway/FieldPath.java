// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.controller.gateway;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The position of a field in a request.
 *
 * @param steps names of fields, keys of maps, and indices
 */
record FieldPath(List<String> steps) {

  /** Maps, whose keys are not renamed, and which may contain dots. */
  private static final Set<String> MAPS = Set.of("options", "parameters");

  private static final Pattern INDEX = Pattern.compile("0|[1-9][0-9]*");
  private static final Pattern IN_TEXT =
      Pattern.compile("\\bspec\\.([A-Za-z0-9]+([.][A-Za-z0-9]+)*)");

  FieldPath {
    steps = List.copyOf(steps);
  }

  /** From a JSON pointer into the request. */
  static FieldPath ofPointer(String pointer) {
    List<String> steps = new ArrayList<>();
    for (JsonPointer rest = JsonPointer.compile(pointer); !rest.matches(); rest = rest.tail()) {
      steps.add(rest.getMatchingProperty());
    }
    return new FieldPath(steps);
  }

  /** From a path in the resource, such as {@code spec.jobConfig.tasks[0]}. */
  static FieldPath ofResource(String path) {
    List<String> steps = new ArrayList<>();
    String rest = path.replaceFirst("^spec(\\.|$)", "");
    while (!rest.isEmpty()) {
      if (!steps.isEmpty() && MAPS.contains(steps.get(steps.size() - 1))) {
        steps.add(rest);
        break;
      }
      String[] parts = rest.split("[.\\[]", 2);
      steps.add(SnakeCaseStrategy.INSTANCE.translate(parts[0].replaceFirst("]$", "")));
      rest = parts.length == 1 ? "" : parts[1];
    }
    return new FieldPath(steps);
  }

  /** A text in which paths of the resource are replaced by those of the request. */
  static String translate(String text) {
    return IN_TEXT
        .matcher(text)
        .replaceAll(found -> Matcher.quoteReplacement(ofResource(found.group()).toString()));
  }

  FieldPath child(String name) {
    List<String> longer = new ArrayList<>(steps);
    longer.add(name);
    return new FieldPath(longer);
  }

  FieldPath parent() {
    return new FieldPath(steps.subList(0, steps.size() - 1));
  }

  String name() {
    return steps.get(steps.size() - 1);
  }

  /** The field itself, if this is one of its items. */
  FieldPath withoutIndices() {
    int end = steps.size();
    while (end > 0 && INDEX.matcher(steps.get(end - 1)).matches()) {
      end--;
    }
    return new FieldPath(steps.subList(0, end));
  }

  boolean startsWith(FieldPath other) {
    return steps.size() >= other.steps.size()
        && steps.subList(0, other.steps.size()).equals(other.steps);
  }

  JsonNode in(JsonNode request) {
    return request.at(pointer());
  }

  JsonPointer pointer() {
    JsonPointer pointer = JsonPointer.empty();
    for (String step : steps) {
      pointer = pointer.appendProperty(step);
    }
    return pointer;
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    for (String step : steps) {
      if (INDEX.matcher(step).matches()) {
        text.append('[').append(step).append(']');
      } else {
        text.append(text.isEmpty() ? "" : ".").append(step);
      }
    }
    return text.toString();
  }
}
