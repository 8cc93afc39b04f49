// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.table;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sparkbench.api.contract.S3Uri;
import dev.sparkbench.runner.fixture.LocalSpark;
import dev.sparkbench.runner.fixture.StandInStore;
import dev.sparkbench.runner.fixture.TestStore;
import dev.sparkbench.runner.storage.DatasetObjects;
import dev.sparkbench.runner.storage.ObjectStore;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;

class ObjectIndexTest {

  static {
    // Has credentials set for the SDK.
    TestStore.get();
  }

  /** Spark asks once for each folder, so a copy of all of them would take quadratic time. */
  @Test
  void foldersAreNotCopiedForEachQuestion() {
    try (StandInStore store = StandInStore.start();
        ObjectStore objects = ObjectStore.open(store.storage())) {
      store.put("bucket", "data/p=1/a.json", "{\"a\":1}\n".getBytes(UTF_8));
      store.put("bucket", "data/p=2/b.json", "{\"a\":2}\n".getBytes(UTF_8));
      DatasetObjects found = DatasetObjects.find(objects, S3Uri.parse("s3://bucket/data"));

      ObjectIndex index =
          new ObjectIndex(LocalSpark.spark(), found, found.objects(), new StructType());

      assertThat(index.leafDirToChildrenFiles().size()).isEqualTo(2);
      assertThat(index.leafDirToChildrenFiles()).isSameAs(index.leafDirToChildrenFiles());
    }
  }
}
