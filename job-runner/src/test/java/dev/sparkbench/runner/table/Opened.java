// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.table;

import dev.sparkbench.api.contract.Dataset;
import dev.sparkbench.runner.fixture.LocalSpark;
import dev.sparkbench.runner.fixture.RunRequests;
import dev.sparkbench.runner.fixture.TestStore;
import dev.sparkbench.runner.result.RunDocument;
import dev.sparkbench.runner.storage.DatasetObjects;
import dev.sparkbench.runner.storage.ObjectStore;
import java.util.List;
import org.apache.spark.sql.Row;

/** A dataset, opened as in a run. */
record Opened(Reading reading) {

  static Opened of(RunRequests request) {
    Dataset dataset = request.dataset();
    try (ObjectStore store = ObjectStore.open(TestStore.get().storage())) {
      DatasetObjects objects = DatasetObjects.find(store, dataset);
      TableReader reader =
          new TableReader(LocalSpark.spark(), dataset, objects, store, RunDocument.DATASET);
      reader.prepare();
      return new Opened(reader.read());
    }
  }

  String schema() {
    return reading.table().schema().toDDL();
  }

  /** The rows as texts such as {@code [1,a]}, sorted. */
  List<String> rows() {
    return reading.explaining(
        () -> reading.table().rows().collectAsList().stream().map(Row::toString).sorted().toList());
  }
}
