// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sparkbench.api.contract.RunReport;
import dev.sparkbench.api.contract.RunRequest;
import dev.sparkbench.api.contract.S3Uri;
import dev.sparkbench.runner.cluster.Cluster;
import dev.sparkbench.runner.cluster.Session;
import dev.sparkbench.runner.fixture.AtWait;
import dev.sparkbench.runner.fixture.LocalSpark;
import dev.sparkbench.runner.fixture.RunRequests;
import dev.sparkbench.runner.fixture.StandInStore;
import dev.sparkbench.runner.fixture.StandInStore.Request;
import dev.sparkbench.runner.fixture.TestStore;
import dev.sparkbench.runner.storage.ObjectStore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A run with a store that sometimes asks for fewer requests. */
class ThrottledStoreTest {

  static {
    // Has credentials set for the SDK.
    TestStore.get();
  }

  private final StandInStore store = StandInStore.start();

  @AfterEach
  void close() {
    store.close();
  }

  @Test
  void isWaitedOutAndCounted() throws Exception {
    store.put("throttled", "data.csv", "x\n1\n2\n");
    AtomicInteger listings = refusing(request -> request.query().containsKey("prefix"), 503, 2);
    AtomicInteger reads = new AtomicInteger();

    RunReport report =
        Run.execute(
            RunRequests.of("s3://throttled/data.csv")
                .storage(store.storage())
                .output("s3://throttled/out/2_nodes.json")
                .build(),
            beforeTheFirstIteration(
                () -> {
                  reads.set(3);
                  store.refuse(r -> r.reads() && reads.getAndDecrement() > 0, 429, "SlowDown");
                }));

    assertThat(report.failure()).isNull();
    assertThat(listings.get()).isNegative();
    JsonNode metrics = document().path("metrics");
    // Driver and executors are one JVM here, so their counts are added up.
    assertThat(metrics.at("/iterations/0/throttled_requests").asInt()).isEqualTo(3);
    assertThat(metrics.at("/iterations/1/throttled_requests").asInt()).isZero();
    assertThat(metrics.path("throttled_requests").asInt()).isGreaterThanOrEqualTo(5);
    assertThat(metrics.path("driver_throttled_requests").asInt()).isGreaterThanOrEqualTo(5);
  }

  private AtomicInteger refusing(Predicate<Request> which, int status, int times) {
    AtomicInteger left = new AtomicInteger(times);
    store.refuse(request -> which.test(request) && left.getAndDecrement() > 0, status, "SlowDown");
    return left;
  }

  private JsonNode document() throws Exception {
    try (ObjectStore objects = ObjectStore.open(store.storage())) {
      return new ObjectMapper()
          .readTree(objects.read(S3Uri.parse("s3://throttled/out/2_nodes.json")));
    }
  }

  private Cluster beforeTheFirstIteration(Runnable happens) {
    // The first wait is for the schema, the second for the warm-up.
    return new AtWait(this::start, 3, happens);
  }

  private Session start(RunRequest request) {
    Session session = new LocalSpark().start(request);
    session
        .spark()
        .sparkContext()
        .hadoopConfiguration()
        .set("fs.s3a.bucket.throttled.endpoint", store.endpoint());
    return session;
  }
}
