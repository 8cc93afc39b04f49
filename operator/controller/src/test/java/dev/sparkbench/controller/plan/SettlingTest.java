// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.controller.plan;

import static dev.sparkbench.controller.Manifests.benchmark;
import static dev.sparkbench.controller.Manifests.suite;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sparkbench.api.contract.FailureReason;
import dev.sparkbench.api.resource.SparkBenchmarkJob;
import dev.sparkbench.api.resource.SparkBenchmarkJobStatus;
import dev.sparkbench.controller.plan.ObservedPod.Ownership;
import dev.sparkbench.controller.plan.ObservedPod.Phase;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * After any events, the operator settles: after a few steps it waits, and while nothing happens, it
 * writes nothing more.
 */
class SettlingTest {

  private static final int WALKS = 110;
  private static final int EVENTS = 60;

  /** Between two events: a start, a launch and what follows, for each of the node counts. */
  private static final int MOST_STEPS = 40;

  private static final String UNKNOWN_OPTIONS =
      "  dataset: {options: {%s}}"
          .formatted(
              IntStream.range(0, 30)
                  .mapToObj(i -> "unknown" + i + ": x")
                  .collect(Collectors.joining(", ")));

  private static final String LONG = "a long story ".repeat(400);

  @Test
  void comesToRestWhateverHappens() {
    Random random = new Random(1);
    Set<Step.Kind> seen = EnumSet.noneOf(Step.Kind.class);
    for (int walk = 0; walk < WALKS; walk++) {
      walk(random, seen);
    }
    assertThat(seen).containsExactlyInAnyOrder(Step.Kind.values());
  }

  private static void walk(Random random, Set<Step.Kind> seen) {
    List<String> story = new ArrayList<>();
    Situation s = Situation.applied(spec(random));
    if (random.nextBoolean()) {
      s.whilePodsTakeTimeToGo();
    }
    long generation = 1;
    for (int i = 0; i < EVENTS; i++) {
      rest(s, story, seen);
      int event = random.nextInt(EVENT_KINDS.size() + 4);
      if (random.nextBoolean()) { // otherwise nothing would ever be measured
        if (s.status().current() != null && s.hasCurrentPod()) {
          s.answers(true);
          story.add("answers");
        }
      } else if (event < EVENT_KINDS.size()) {
        if (s.status().current() != null && s.hasCurrentPod()) {
          EVENT_KINDS.get(event).accept(s);
          story.add("event " + event);
        }
      } else if (event == EVENT_KINDS.size()) {
        s.edited(++generation, spec(random));
        story.add("edit " + s.job().getSpec());
      } else if (event == EVENT_KINDS.size() + 1) {
        s.occupiedBy(random.nextInt(3) == 0 ? "other" : null).restarted();
        s.preparedBy(random.nextInt(3) == 0 ? "another" : null);
        story.add("occupied or not, restarted");
      } else if (event == EVENT_KINDS.size() + 2) {
        s.podsAreRefused(random.nextInt(3) == 0);
        story.add("pods are refused or not");
      } else {
        s.podsGo().after(Duration.ofSeconds(1L << random.nextInt(14)));
        story.add("time passes");
      }
    }
  }

  private static final List<Consumer<Situation>> EVENT_KINDS =
      List.of(
          s -> s.podIs(Phase.RUNNING),
          s -> s.podWaits("Unschedulable", LONG),
          s -> s.podWaits("SchedulingGated", LONG),
          s -> s.podWaits("InvalidImageName", LONG),
          s -> s.answers(false),
          s -> s.podEnds(1, "Error", "{" + LONG),
          s -> s.podEnds(137, "OOMKilled", ""),
          s -> s.podFailsAs("OutOfcpu", LONG),
          s -> s.podIsTakenAway("EvictionByEvictionAPI"),
          Situation::podIsDeleted,
          Situation::podIsBeingDeleted,
          s -> s.podBelongsTo(Ownership.FOREIGN),
          s -> s.podBelongsTo(Ownership.PREDECESSORS),
          Situation::driverRunsInAPendingPod,
          Situation::executorsRun,
          Situation::executorsEnd,
          s -> s.podSaysBesideASidecar(Answers.failed(1, FailureReason.INTERNAL, LONG)));

  private static SparkBenchmarkJob spec(Random random) {
    String nodes =
        random.nextInt(8) > 0
            ? "[1]"
            : List.of("[1, 2]", "[1, 2, 4]", "[1, 1]", "[0]").get(random.nextInt(4));
    List<String> more = new ArrayList<>();
    if (random.nextInt(3) == 0) {
      more.add("  suspend: true");
    }
    if (random.nextInt(4) == 0) {
      more.add("  podRetention: " + List.of("Always", "Never", "OnFailure").get(random.nextInt(3)));
    }
    if (random.nextInt(4) == 0) {
      more.add("  goal: {minEfficiencyPercent: %d}".formatted(10 + random.nextInt(80)));
    }
    if (random.nextInt(3) == 0) {
      more.add("  variants: [{name: base}, {name: other, nodeList: [1]}]");
      more.add("  comparison: {maxSlowdownPercent: %d}".formatted(random.nextInt(20)));
    }
    if (random.nextInt(6) == 0) {
      more.add("  ttlSecondsAfterFinished: 60");
    }
    if (random.nextInt(6) == 0) {
      // A message that is longer than the status holds.
      more.add(UNKNOWN_OPTIONS);
    }
    return random.nextInt(4) == 0
        ? suite(nodes, String.join("\n", more))
        : benchmark(nodes, String.join("\n", more));
  }

  private static void rest(Situation s, List<String> story, Set<Step.Kind> seen) {
    for (int i = 0; i < MOST_STEPS; i++) {
      Step step = s.take();
      seen.add(step.kind());
      story.add(step.kind() + " " + s.status().message());
      assertThat(size(s.status())).as("%s", story).isLessThanOrEqualTo(2048);
      if (step instanceof Step.Await || step instanceof Step.Expire) {
        SparkBenchmarkJobStatus settled = s.status();
        assertThat(s.take().kind()).as("%s", story).isEqualTo(step.kind());
        assertThat(s.status()).as("%s", story).isEqualTo(settled);
        s.after(Duration.ofMillis(500)).take();
        assertThat(s.status().conditions()).hasSizeLessThanOrEqualTo(16);
        return;
      }
    }
    throw new AssertionError("does not come to rest: " + story);
  }

  private static int size(SparkBenchmarkJobStatus status) {
    int longest = status.message() == null ? 0 : status.message().length();
    return status.conditions().stream()
        .mapToInt(condition -> condition.message().length())
        .reduce(longest, Math::max);
  }

  /** The message of a refusal is longer than the status holds, and must not be written again. */
  @Test
  void aLongRefusalIsWrittenOnce() {
    Situation s = Situation.applied(benchmark("[1]", UNKNOWN_OPTIONS));
    assertThat(s.take()).isInstanceOf(Step.Reject.class);
    SparkBenchmarkJobStatus refused = s.status();
    assertThat(refused.message()).hasSize(SparkBenchmarkJobStatus.MAX_MESSAGE_LENGTH);
    for (int i = 0; i < 5; i++) {
      assertThat(s.after(Duration.ofMinutes(1)).take()).isInstanceOf(Step.Await.class);
      assertThat(s.status()).isEqualTo(refused);
    }
  }
}
