package dev.sparkbench.api.contract;

/**
 * Where the time outside the measured window went, in seconds; 0 for a phase not reached.
 *
 * @param check finding the dataset in the store
 * @param session starting Spark, until all executors were registered
 * @param schema reading or inferring the schema, and counting the records left out
 * @param cache bringing the dataset into the executors' memory
 * @param warmups iterations that do not count
 * @param upload writing the output
 */
public record Phases(
    double check, double session, double schema, double cache, double warmups, double upload) {}
