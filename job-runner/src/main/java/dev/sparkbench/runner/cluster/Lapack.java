package dev.sparkbench.runner.cluster;

import org.netlib.lapack.Dlamch;

/**
 * The linear algebra of Spark's machine learning, where the machine has no native library for it.
 * At its first use it finds out the precision of numbers and keeps it in static fields, without a
 * lock. Two tasks that are the first at the same time may get a wrong precision, and compute for
 * ever.
 */
public final class Lapack {

  private static final String PRECISION = "E";

  private Lapack() {}

  /** To be called once in a JVM before it runs tasks. */
  public static void prepare() {
    Dlamch.dlamch(PRECISION);
  }
}
