// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Status;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.spark.SparkConf;
import org.apache.spark.scheduler.cluster.k8s.ExecutorPodsSnapshotsStoreImpl;
import org.apache.spark.util.SystemClock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Refusals in the words of a real API server, passed through Spark in the usual way. */
class PodRefusalsTest {

  private final PodRefusals refusals = PodRefusals.listen();

  @AfterEach
  void close() {
    refusals.close();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "quota-exceeded | pods \"p\" is forbidden: exceeded quota: q, requested: pods=1, used: pods=0, limited: pods=0",
        "quota-wants-a-limit | pods \"p\" is forbidden: failed quota: q: must specify limits.cpu for: driver",
        "limit-range | Pod \"p\" is invalid: spec.containers[0].resources.requests: Invalid value: \"1\": must be less than or equal to cpu limit of 500m"
      })
  void areHeard(String refusal, String words) throws InterruptedException {
    sparkMeets(new KubernetesClientException(status(refusal)));
    assertThat(refusals.last()).hasValue(words);
  }

  @Test
  void areNotWhatPassesByItself() throws InterruptedException {
    sparkMeets(new KubernetesClientException("connection reset"));
    sparkMeets(new KubernetesClientException(status("already-exists")));
    sparkMeets(new IllegalStateException("something else"));
    assertThat(refusals.last()).isEmpty();
  }

  @Test
  void areNoLongerHeardInTheEnd() throws InterruptedException {
    refusals.close();
    sparkMeets(new KubernetesClientException(status("quota-exceeded")));
    assertThat(refusals.last()).isEmpty();
  }

  /** An exception of the allocator of pods ends in the class that calls it. */
  private static void sparkMeets(RuntimeException e) throws InterruptedException {
    ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor();
    ExecutorPodsSnapshotsStoreImpl store =
        new ExecutorPodsSnapshotsStoreImpl(thread, new SystemClock(), new SparkConf(false));
    store.addSubscriber(
        1,
        snapshots -> {
          thread.shutdown();
          throw e;
        });
    assertThat(thread.awaitTermination(20, TimeUnit.SECONDS)).isTrue();
  }

  private static Status status(String refusal) {
    return Serialization.unmarshal(
        PodRefusalsTest.class.getResourceAsStream("/refusals/" + refusal + ".json"), Status.class);
  }
}
