// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sparkbench.api.contract.FailureReason;
import dev.sparkbench.api.contract.RunReport;
import dev.sparkbench.runner.fixture.ApplicationRequests;
import dev.sparkbench.runner.fixture.LocalSpark;
import dev.sparkbench.runner.fixture.Seen;
import dev.sparkbench.runner.fixture.TestStore;
import java.io.IOException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Whole runs of an application that reads more tables than the dataset. */
class ApplicationTablesTest {

  private static final String OUTPUT = "result/job/output/2_nodes.json";

  private final TestStore store = TestStore.get();
  private final String bucket = store.newBucket();

  /** On the class path, like a class of the image. */
  public static final class Program {

    public static void main(String[] args) {
      Seen.add(String.join(" ", args));
    }
  }

  @BeforeEach
  void putTables() {
    store.put(bucket, "sales.csv", "store,price\n1,2\n");
    store.put(bucket, "stores.csv", "store,town\n1,Ulm\n");
    Seen.take();
  }

  @Test
  void argumentsHaveTheAddressesOfTables() throws IOException {
    assertThat(run(null).failure()).isNull();

    assertThat(Seen.take())
        .containsExactly("s3a://%s/sales.csv s3a://%s/stores.csv".formatted(bucket, bucket));
    JsonNode document = new ObjectMapper().readTree(store.read(bucket, OUTPUT));
    assertThat(document.at("/tables/stores/objects").asInt()).isEqualTo(1);
  }

  @Test
  void tablesHaveToBeTheSameInAllRuns() {
    String identity = run(null).datasetIdentity();
    assertThat(run(identity).failure()).isNull();

    store.put(bucket, "stores.csv", "store,town\n1,Bonn\n");
    assertThat(run(identity).failure())
        .satisfies(
            failure -> {
              assertThat(failure.reason()).isEqualTo(FailureReason.DATASET_CHANGED);
              assertThat(failure.message())
                  .startsWith("one of the tables [dataset, stores] has changed");
            });

    store.delete(bucket, "stores.csv");
    assertThat(run(null).failure().reason()).isEqualTo(FailureReason.DATASET_NOT_FOUND);
  }

  private RunReport run(String expectedIdentity) {
    return Run.execute(
        ApplicationRequests.of(Program.class.getName(), null)
            .dataset("s3://%s/sales.csv".formatted(bucket))
            .table("stores", "s3://%s/stores.csv".formatted(bucket))
            .arguments("$(dataset)", "$(table.stores)")
            .output("s3://%s/%s".formatted(bucket, OUTPUT))
            .expectedIdentity(expectedIdentity)
            .build(),
        new LocalSpark());
  }
}
