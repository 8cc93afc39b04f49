// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.controller;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sparkbench.api.resource.SparkBenchmarkJobStatus;
import dev.sparkbench.controller.plan.Answers;
import dev.sparkbench.controller.plan.Situation;
import dev.sparkbench.controller.plan.Step;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** An API server whose CRD lacks one field that the operator writes, for each of the fields. */
class DroppedFieldsTest {

  private static final ObjectMapper JSON = new ObjectMapper();

  private static final Logger LOG = (Logger) LoggerFactory.getLogger(DroppedFields.class);

  private Instant now = Situation.START;

  private final Clock clock =
      new Clock() {
        @Override
        public Instant instant() {
          return now;
        }

        @Override
        public ZoneOffset getZone() {
          return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
          return this;
        }
      };

  @BeforeAll
  static void beQuiet() {
    LOG.setLevel(Level.OFF);
  }

  @AfterAll
  static void speakAgain() {
    LOG.setLevel(null);
  }

  @Test
  void everyFieldThatIsDroppedIsNoticedNamedAndNotWrittenAgainAtOnce() {
    Set<String> seen = new TreeSet<>();
    for (JsonNode status : statusesOfABenchmark()) {
      for (String field : fields(status, "")) {
        seen.add(field);
        DroppedFields dropped = new DroppedFields(clock);
        assertThat(dropped.patience(status)).isEmpty();

        assertThat(dropped.learn(status, without(field, status))).contains(now.plusSeconds(5));
        assertThat(dropped.remedy()).contains(" writes down: status." + field + "; apply the CRD");
        assertThat(dropped.patience(status)).contains(now.plusSeconds(5));
        assertThat(dropped.patience(without(field, status))).isEmpty();
      }
    }
    assertThat(seen)
        .contains("measuredDigest", "current.trial", "runs.samples", "outputs.1_nodes")
        .hasSizeGreaterThan(50);
  }

  /** Such as the trial of a pod, which releases with only one trial did not write. */
  @Test
  void aFieldThatIsReadAsItsDefaultIsNoticedToo() {
    DroppedFields dropped = new DroppedFields(clock);
    assertThat(
            dropped.learn(
                json("{\"current\": {\"trial\": 2}}"), json("{\"current\": {\"trial\": 1}}")))
        .isPresent();
    assertThat(dropped.remedy()).contains(": status.current.trial;");
  }

  @Test
  void itIsTriedAgainAfterGrowingPausesOfTenMinutesAtMost() {
    DroppedFields dropped = new DroppedFields(clock);
    JsonNode status = json("{\"phase\": \"Pending\", \"starts\": 1}");
    JsonNode pruned = json("{\"phase\": \"Pending\"}");
    List<Long> pauses = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      Instant nextTry = dropped.learn(status, pruned).orElseThrow();
      pauses.add(Duration.between(now, nextTry).toSeconds());
      // Another resource tries in the meantime.
      assertThat(dropped.learn(status, pruned)).contains(nextTry);
      now = nextTry;
    }
    assertThat(pauses).containsExactly(5L, 10L, 20L, 40L, 80L, 160L, 320L, 600L, 600L, 600L);
  }

  @Test
  void anUpgradedCrdIsNoticedByTheNextStatusThatHasTheField() {
    DroppedFields dropped = new DroppedFields(clock);
    JsonNode status = json("{\"phase\": \"Pending\", \"starts\": 1}");
    JsonNode pruned = json("{\"phase\": \"Pending\"}");
    dropped.learn(status, pruned);
    dropped.learn(pruned, pruned);
    assertThat(dropped.none()).isFalse();
    dropped.learn(status, status);
    assertThat(dropped.none()).isTrue();
    assertThat(dropped.patience(status)).isEmpty();
  }

  private static List<JsonNode> statusesOfABenchmark() {
    Situation s =
        Situation.applied(
            Manifests.benchmark("[1, 2]", "  goal: {maxSeconds: 60}\n  measurement: {trials: 1}"));
    List<JsonNode> statuses = new ArrayList<>();
    for (Object answer :
        List.of(Answers.measured(1, 4.0, 4.0), Answers.measured(2, 2.0, 2.0), Answers.reported())) {
      s.takeUntil(Step.ConfirmPod.class);
      statuses.add(json(s.status()));
      s.podSays(answer);
      s.take();
      statuses.add(json(s.status()));
    }
    return statuses;
  }

  private static JsonNode json(SparkBenchmarkJobStatus status) {
    return JSON.valueToTree(status);
  }

  private static JsonNode json(String text) {
    try {
      return JSON.readTree(text);
    } catch (IOException e) {
      throw new IllegalArgumentException(e);
    }
  }

  private static Set<String> fields(JsonNode node, String prefix) {
    Set<String> fields = new TreeSet<>();
    if (node.isArray()) {
      node.forEach(element -> fields.addAll(fields(element, prefix)));
    }
    node.properties()
        .forEach(
            field -> {
              fields.add(prefix + field.getKey());
              // These names are keys of a map, not fields of the CRD.
              if (!field.getKey().equals("measuredFields")) {
                fields.addAll(fields(field.getValue(), prefix + field.getKey() + "."));
              }
            });
    return fields;
  }

  /** Prunes as an API server does: in every element of a list. */
  private static JsonNode without(String field, JsonNode status) {
    JsonNode pruned = status.deepCopy();
    prune(pruned, List.of(field.split("\\.")));
    return pruned;
  }

  private static void prune(JsonNode node, List<String> path) {
    if (node.isArray()) {
      node.forEach(element -> prune(element, path));
    } else if (path.size() == 1) {
      if (node instanceof ObjectNode object) {
        object.remove(path.get(0));
      }
    } else {
      prune(node.path(path.get(0)), path.subList(1, path.size()));
    }
  }
}
