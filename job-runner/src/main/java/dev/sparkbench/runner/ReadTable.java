// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner;

import dev.sparkbench.runner.result.RunDocument.DatasetFacts;
import dev.sparkbench.runner.table.BadRecordCounts;
import dev.sparkbench.runner.table.Reading;
import java.util.Optional;

/**
 * A dataset and how Spark read it.
 *
 * @param found the objects in the store
 * @param reading how Spark read it; empty if Spark did not open it
 * @param badRecords the bad records that were left out; null for formats that have none
 */
record ReadTable(Datasets.Found found, Optional<Reading> reading, BadRecordCounts badRecords) {

  /** The dataset's part of the run's document. */
  DatasetFacts facts(Long rows) {
    return new DatasetFacts(
        found.objects().uri().toString(),
        found.dataset().format(),
        found.dataset().options(),
        reading.map(read -> read.table().schema().toDDL()).orElse(null),
        found.dataset().schema() != null,
        reading.map(Reading::sample).orElse(null),
        reading.map(Reading::footers).orElse(null),
        badRecords,
        reading.map(Reading::splits).orElse(null),
        reading.map(Reading::emptyTextsKept).orElse(null),
        reading.map(Reading::replacementCharacters).orElse(null),
        found.objects().table() == null ? null : found.objects().table().name(),
        found.objects().identity(),
        reading.map(read -> read.files().count()).orElse(found.objects().objects().size()),
        bytes(),
        rows);
  }

  /** The size of the data in bytes. */
  long bytes() {
    return reading.map(read -> read.files().bytes()).orElse(found.objects().bytes());
  }
}
