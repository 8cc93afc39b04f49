package dev.sparkbench.runner.table;

/**
 * What a run's document says about the sample from which a schema was inferred.
 *
 * @param objects how many objects it is of
 * @param records how many records they begin with
 * @param headersCompared whether Spark compares each CSV object's header line with the schema; not
 *     if there are none, nor if names are empty or repeated, which Spark changes
 */
public record Sample(int objects, long records, boolean headersCompared) {}
