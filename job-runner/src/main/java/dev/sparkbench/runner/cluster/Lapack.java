// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.cluster;

import org.netlib.lapack.Dlamch;

/**
 * The linear algebra library of Spark's machine learning on machines without a native one. At its
 * first use it determines the precision of floating-point numbers and keeps it in static fields,
 * without a lock. If two tasks use it first at the same time, they may get a wrong precision and
 * never terminate.
 */
public final class Lapack {

  private static final String PRECISION = "E";

  private Lapack() {}

  /** Initializes the library; call it once per JVM before it runs tasks. */
  public static void prepare() {
    Dlamch.dlamch(PRECISION);
  }
}
