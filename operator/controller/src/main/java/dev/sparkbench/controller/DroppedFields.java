// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.controller;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Remembers which fields of a status the API server drops. It drops fields that the installed CRD
 * does not have, which happens if the CRD is older than the operator. This is the same for all
 * resources, so a field that was dropped for one is known for all. From time to time, one resource
 * tries again, in case the CRD has been upgraded.
 */
final class DroppedFields {

  private static final Logger LOG = LoggerFactory.getLogger(DroppedFields.class);

  /** Short at first, because an upgrade of operator and CRD takes a few seconds. */
  private static final Duration FIRST_PAUSE = Duration.ofSeconds(5);

  private static final Duration LONGEST_PAUSE = Duration.ofMinutes(10);

  private static final Pattern PLACES = Pattern.compile("\\[\\d+]");

  private final Clock clock;
  private volatile Set<String> fields = Set.of();
  private Duration pause = FIRST_PAUSE;
  private Instant nextTry = Instant.MIN;

  DroppedFields(Clock clock) {
    this.clock = clock;
  }

  /** Whether no field is known to be dropped, which is the usual case. */
  boolean none() {
    return fields.isEmpty();
  }

  /** When to try again to write a status; empty if it can be written now, as far as is known. */
  synchronized Optional<Instant> patience(JsonNode status) {
    return clock.instant().isBefore(nextTry)
            && names(values(status)).stream().anyMatch(fields::contains)
        ? Optional.of(nextTry)
        : Optional.empty();
  }

  /**
   * Compares a status with the answer of the API server.
   *
   * @param written the status as it was sent
   * @param answered the status as it is stored
   * @return when to try again, if not all of it was stored
   */
  synchronized Optional<Instant> learn(JsonNode written, JsonNode answered) {
    Map<String, JsonNode> sent = values(written);
    Map<String, JsonNode> stored = values(answered);
    Map<String, JsonNode> lost = new TreeMap<>(sent);
    lost.entrySet().removeIf(value -> value.getValue().equals(stored.get(value.getKey())));
    Set<String> dropped = names(lost);
    if (dropped.isEmpty()) {
      if (names(sent).stream().anyMatch(fields::contains)) {
        LOG.info("the CRD has all fields of a status again");
        fields = Set.of();
        pause = FIRST_PAUSE;
        nextTry = Instant.MIN;
      }
      return Optional.empty();
    }
    Set<String> all = new TreeSet<>(fields);
    if (all.addAll(dropped)) {
      fields = all;
      LOG.error(remedy());
    }
    Instant now = clock.instant();
    if (!now.isBefore(nextTry)) {
      nextTry = now.plus(pause);
      Duration twice = pause.multipliedBy(2);
      pause = twice.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : twice;
    }
    return Optional.of(nextTry);
  }

  /** What is wrong, and what to do about it. */
  synchronized String remedy() {
    return ("the installed CRD is older than this operator and drops what the operator writes down: %s;"
            + " apply the CRD of the operator's release, with helm upgrade and crds.enabled, or with"
            + " kubectl apply --server-side --filename crds/sparkbenchmarkjobs.sparkbench.dev.yaml")
        .formatted(
            fields.stream()
                .filter(field -> fields.stream().noneMatch(all -> field.startsWith(all + ".")))
                .collect(Collectors.joining(", ")));
  }

  /** The names of fields, without their positions in lists: {@code status.runs.samples}. */
  private static Set<String> names(Map<String, JsonNode> values) {
    return values.keySet().stream()
        .map(path -> PLACES.matcher(path).replaceAll(""))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /**
   * The values of all fields, by path. Values are compared too, because a field that is missing in
   * JSON may be read as its default. A field with fields of its own has no value.
   */
  private static Map<String, JsonNode> values(JsonNode status) {
    Map<String, JsonNode> values = new TreeMap<>();
    collect(status, "status", values);
    return values;
  }

  private static void collect(JsonNode node, String path, Map<String, JsonNode> values) {
    for (int i = 0; node.isArray() && i < node.size(); i++) {
      collect(node.get(i), path + "[" + i + "]", values);
    }
    for (Map.Entry<String, JsonNode> field : node.properties()) {
      String inner = path + "." + field.getKey();
      JsonNode value = field.getValue();
      boolean hasFields = value.isObject() || value.isArray() && value.path(0).isObject();
      values.put(inner, hasFields ? MissingNode.getInstance() : value);
      collect(value, inner, values);
    }
  }
}
