// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.api.catalogue;

/**
 * The memory that is needed to create the tables of a standard suite. The operator and the runner
 * both refuse an executor that has less.
 */
public final class SuiteMemory {

  /** What Spark itself needs of an executor's heap. */
  private static final int SPARK_MIB = 300;

  /** The memory of a task: a row group, partly before and partly after compression. */
  private static final int TASK_MIB = 64;

  /** Per JVM, for all of its tasks: the generator of TPC-H keeps a pool of 300 MiB of texts. */
  private static final int TPCH_MIB = 340;

  private static final int TPCDS_MIB = 100;

  private SuiteMemory() {}

  /**
   * The heap in MiB that an executor needs.
   *
   * @param cores the tasks that it runs at a time
   * @throws IllegalArgumentException for a type that is not a suite
   */
  public static int neededMiB(JobType type, int cores) {
    return SPARK_MIB + generatorMiB(type) + cores * TASK_MIB;
  }

  private static int generatorMiB(JobType type) {
    return switch (type) {
      case TPCH -> TPCH_MIB;
      case TPCDS -> TPCDS_MIB;
      case DESCRIPTIVE, ML, SQL, APPLICATION ->
          throw new IllegalArgumentException(type + " is no suite");
    };
  }
}
