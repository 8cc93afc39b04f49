package dev.sparkbench.runner.table;

import dev.sparkbench.runner.failure.RunFailure;
import dev.sparkbench.runner.storage.TableFiles;
import dev.sparkbench.runner.table.footer.FooterFacts;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * A dataset that has been opened, and what is to be told about how it is read.
 *
 * @param table the data
 * @param sample what its schema was inferred from; null if it was not
 * @param footers what the objects' footers say; null where there are none
 * @param files of what it consists
 * @param splits how its reading is divided
 * @param records those of a text format; empty for others
 * @param emptyTextsKept whether empty texts in quotes are texts, and not nulls as values that are
 *     missing are; null for formats other than CSV
 * @param replacementCharacters whether the texts of the sample have U+FFFD, or bytes for which it
 *     would stand; null for formats other than CSV
 */
public record Reading(
    Table table,
    Sample sample,
    FooterFacts footers,
    TableFiles files,
    Splits splits,
    Optional<TextRecords> records,
    Boolean emptyTextsKept,
    Boolean replacementCharacters) {

  /**
   * Does something with the table. If it comes upon a bad record that is to fail it, the dataset is
   * read again to find out in which columns there are some.
   *
   * @throws RunFailure {@code MalformedData} with the columns that have bad values
   */
  public <T> T explaining(Supplier<T> computation) {
    try {
      return computation.get();
    } catch (RunFailure e) {
      // Perhaps it is another table's.
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
   * The bad records, for which the dataset may have to be read again. Not before anything is
   * measured: that would warm up the executors of one run more than those of the others.
   *
   * @return null for formats that have none
   */
  public BadRecordCounts badRecords() {
    return records.map(TextRecords::bad).orElse(null);
  }
}
