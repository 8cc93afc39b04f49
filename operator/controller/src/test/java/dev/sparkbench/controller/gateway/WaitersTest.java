package dev.sparkbench.controller.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sparkbench.api.resource.SparkBenchmarkJob;
import dev.sparkbench.api.resource.SparkBenchmarkJobStatus;
import dev.sparkbench.controller.Manifests;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class WaitersTest {

  private final Waiters waiters = new Waiters(2);

  @Test
  void whatHasEndedIsNotWaitedFor() {
    assertThat(waiters.join(job("uid", Statuses.SUCCEEDED))).isCompleted();
    assertThat(waiters.size()).isZero();
    assertThat(waiters.awaited()).isEmpty();
  }

  @Test
  void aResourceOfTheSameNameThatIsAnotherIsNotWhatIsWaitedFor() {
    CompletableFuture<SparkBenchmarkJob> waiter = waiters.join(job("one", Statuses.RUNNING));
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
    CompletableFuture<SparkBenchmarkJob> first = waiters.join(job("uid", Statuses.RUNNING));
    CompletableFuture<SparkBenchmarkJob> second = waiters.join(job("uid", Statuses.RUNNING));
    assertThatThrownBy(waiters::requireRoom).isInstanceOf(Refusal.class);
    first.cancel(false);
    waiters.requireRoom();
    assertThat(waiters.awaited()).hasSize(1);
    second.cancel(false);
    assertThat(waiters.size()).isZero();
    assertThat(waiters.awaited()).isEmpty();
  }

  @Test
  void nobodyWaitsAfterTheEnd() {
    CompletableFuture<SparkBenchmarkJob> early = waiters.join(job("uid", Statuses.RUNNING));
    waiters.close();
    CompletableFuture<SparkBenchmarkJob> late = waiters.join(job("uid", Statuses.RUNNING));
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
