package dev.sparkbench.runner.sample;

import org.apache.spark.sql.types.StructType;

/**
 * What a sample of text data tells.
 *
 * @param schema the columns with the types that their values in the sample have
 * @param facts how the sample came about, and what is notable in it
 */
public record TextSample(StructType schema, SampleFacts facts) {}
