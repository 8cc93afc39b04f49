// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.controller.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sparkbench.api.resource.SparkBenchmarkJob;
import dev.sparkbench.api.resource.SparkBenchmarkJobStatus;
import dev.sparkbench.controller.Manifests;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class WaitersTest {

  private final Waiters waiters = new Waiters(2, 2);

  @Test
  void whatHasEndedIsNotWaitedFor() {
    assertThat(waiters.join(job("uid", Statuses.SUCCEEDED), "alice")).isCompleted();
    assertThat(waiters.size()).isZero();
    assertThat(waiters.awaited()).isEmpty();
  }

  @Test
  void aResourceOfTheSameNameThatIsAnotherIsNotWhatIsWaitedFor() {
    CompletableFuture<SparkBenchmarkJob> waiter =
        waiters.join(job("one", Statuses.RUNNING), "alice");
    waiters.changed(job("two", Statuses.SUCCEEDED));
    waiters.deleted(job("two", Statuses.SUCCEEDED));
    assertThat(waiter).isNotDone();
    waiters.changed(job("one", Statuses.RUNNING));
    assertThat(waiter).isNotDone();
    SparkBenchmarkJob ended = job("one", Statuses.FAILED);
    waiters.changed(ended);
    assertThat(waiter).isCompletedWithValue(ended);
  }

  @Test
  void whoGoesAwayLeavesNothingBehind() {
    CompletableFuture<SparkBenchmarkJob> first =
        waiters.join(job("uid", Statuses.RUNNING), "alice");
    CompletableFuture<SparkBenchmarkJob> second =
        waiters.join(job("uid", Statuses.RUNNING), "alice");
    assertThatThrownBy(() -> waiters.requireRoom("bob")).isInstanceOf(Refusal.class);
    first.cancel(false);
    waiters.requireRoom("bob");
    assertThat(waiters.awaited()).hasSize(1);
    second.cancel(false);
    assertThat(waiters.size()).isZero();
    assertThat(waiters.awaited()).isEmpty();
  }

  @Test
  void oneCallerHasSomeOfThePlacesOnly() {
    Waiters many = new Waiters(10, 2);
    CompletableFuture<SparkBenchmarkJob> first = many.join(job("a", Statuses.RUNNING), "alice");
    many.requireRoom("alice");
    many.join(job("b", Statuses.RUNNING), "alice");
    assertThatThrownBy(() -> many.requireRoom("alice"))
        .isInstanceOfSatisfying(
            Refusal.class, refusal -> assertThat(refusal.answer().code()).isEqualTo(429));
    many.requireRoom("bob");
    first.cancel(false);
    many.requireRoom("alice");
    many.changed(job("b", Statuses.SUCCEEDED));
    // Entries of callers without waiters are removed.
    assertThat(many).extracting("perCaller").isEqualTo(Map.of());
  }

  @Test
  void nobodyWaitsAfterTheEnd() {
    CompletableFuture<SparkBenchmarkJob> early =
        waiters.join(job("uid", Statuses.RUNNING), "alice");
    waiters.close();
    CompletableFuture<SparkBenchmarkJob> late = waiters.join(job("uid", Statuses.RUNNING), "alice");
    assertThat(early).isCompletedExceptionally();
    assertThat(late).isCompletedExceptionally();
    assertThat(waiters.size()).isZero();
  }

  private static SparkBenchmarkJob job(String uid, String status) {
    SparkBenchmarkJob job = Manifests.benchmark("[1]");
    job.getMetadata().setUid(uid);
    job.setStatus(Serialization.unmarshal(status.formatted(1), SparkBenchmarkJobStatus.class));
    return job;
  }
}
