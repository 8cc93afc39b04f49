package dev.sparkbench.runner.sample;

import java.util.List;

/**
 * What a run's document says about the sample of a dataset.
 *
 * @param objects how many objects were looked at
 * @param records how many records; 0 where only the objects' own schemas were
 * @param complete whether that was all of the data
 * @param headersCompared whether Spark compares each object's header line with the schema; null
 *     where there are none
 * @param columnsWithoutValues columns that had no value in the sample and are read as text for that
 * @param notes what else is worth knowing
 */
public record SampleFacts(
    int objects,
    long records,
    boolean complete,
    Boolean headersCompared,
    List<String> columnsWithoutValues,
    List<String> notes) {

  /** How many columns or notes are listed at most. */
  private static final int LISTED = 20;

  /** Bounds the lists; null is empty. */
  public SampleFacts {
    columnsWithoutValues = bounded(columnsWithoutValues);
    notes = bounded(notes);
  }

  private static List<String> bounded(List<String> list) {
    return list == null ? List.of() : list.stream().limit(LISTED).toList();
  }
}
