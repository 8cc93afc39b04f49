// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.table;

import dev.sparkbench.runner.failure.RunFailure;
import dev.sparkbench.runner.storage.TableFiles;
import dev.sparkbench.runner.table.footer.FooterFacts;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * An opened dataset, and facts about how it is read.
 *
 * @param table the data
 * @param sample the sample from which its schema was inferred; null if it was not inferred
 * @param footers facts from the objects' footers; null for formats without footers
 * @param files its files
 * @param splits how reading is divided into splits
 * @param records the records of a text format; empty for other formats
 * @param emptyTextsKept whether empty texts in quotes are texts, and not nulls like missing values;
 *     null for formats other than CSV
 * @param replacementCharacters whether the texts of the sample have U+FFFD, or bytes that it would
 *     replace; null for formats other than CSV
 * @param commaNumbers the columns of texts that look like numbers with a comma
 */
public record Reading(
    Table table,
    Sample sample,
    FooterFacts footers,
    TableFiles files,
    Splits splits,
    Optional<TextRecords> records,
    Boolean emptyTextsKept,
    Boolean replacementCharacters,
    List<String> commaNumbers) {

  /**
   * Runs work on the table. If it fails at a bad record, the dataset is read again to find the
   * columns with bad values.
   *
   * @throws RunFailure {@code MalformedData} with the columns that have bad values
   */
  public <T> T explaining(Supplier<T> computation) {
    try {
      return computation.get();
    } catch (RunFailure e) {
      // The bad record may be in another table.
      throw e;
    } catch (Exception e) {
      // Spark's exception is a checked one that Scala does not declare.
      Optional<RunFailure> explained = records.flatMap(text -> text.explain(e));
      if (explained.isPresent()) {
        throw explained.get();
      }
      throw e;
    }
  }

  /**
   * The bad records, for which the dataset may have to be read again. Call it after the
   * measurement, because this pass would warm up the executors of one run more than those of the
   * others.
   *
   * @return null for formats without bad records
   */
  public BadRecordCounts badRecords() {
    return records.map(TextRecords::bad).orElse(null);
  }
}
