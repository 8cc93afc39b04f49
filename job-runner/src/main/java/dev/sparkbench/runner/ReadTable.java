// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner;

import dev.sparkbench.runner.result.RunDocument.DatasetFacts;
import dev.sparkbench.runner.result.RunDocumentDatasetFactsBuilder;
import dev.sparkbench.runner.table.BadRecordCounts;
import dev.sparkbench.runner.table.Reading;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A dataset and how Spark read it.
 *
 * @param found the objects in the store
 * @param reading how Spark read it; empty if Spark did not open it
 * @param badRecords the bad records that were left out; null for formats that have none
 */
record ReadTable(Datasets.Found found, Optional<Reading> reading, BadRecordCounts badRecords) {

  private static final int MOST_NAMES = 8;

  /** The dataset's part of the run's document. */
  DatasetFacts facts(Long rows) {
    return RunDocumentDatasetFactsBuilder.builder()
        .uri(found.objects().uri().toString())
        .format(found.dataset().format())
        .options(found.dataset().options())
        .schema(reading.map(read -> read.table().schema().toDDL()).orElse(null))
        .schemaGiven(found.dataset().schema() != null)
        .sample(reading.map(Reading::sample).orElse(null))
        .footers(reading.map(Reading::footers).orElse(null))
        .badRecords(badRecords)
        .splits(reading.map(Reading::splits).orElse(null))
        .emptyTextsKept(reading.map(Reading::emptyTextsKept).orElse(null))
        .replacementCharacters(reading.map(Reading::replacementCharacters).orElse(null))
        .tableVersion(found.objects().table() == null ? null : found.objects().table().name())
        .identity(found.objects().identity())
        .objects(reading.map(read -> read.files().count()).orElse(found.objects().objects().size()))
        .bytes(bytes())
        .rows(rows)
        .build();
  }

  /** What users may not notice about its columns, in a sentence without a full stop. */
  Optional<String> remark() {
    List<String> names = reading.map(Reading::commaNumbers).orElse(List.of());
    return names.isEmpty()
        ? Optional.empty()
        : Optional.of(
            "%s has texts that look like numbers with a decimal comma, in %s%s; numeric tasks leave them out"
                .formatted(
                    found.objects().uri(),
                    names.stream().limit(MOST_NAMES).collect(Collectors.joining(", ")),
                    names.size() <= MOST_NAMES
                        ? ""
                        : " and %d more".formatted(names.size() - MOST_NAMES)));
  }

  /** The size of the data in bytes. */
  long bytes() {
    return reading.map(read -> read.files().bytes()).orElse(found.objects().bytes());
  }
}
