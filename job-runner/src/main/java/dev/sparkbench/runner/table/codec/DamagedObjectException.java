// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.table.codec;

import java.io.IOException;
import org.apache.spark.rdd.InputFileBlockHolder;

/** Bytes that cannot be decompressed: they are damaged, truncated, or in another format. */
public final class DamagedObjectException extends IOException {

  private static final long serialVersionUID = 1L;

  private DamagedObjectException(String message, Throwable cause) {
    super(message, cause);
  }

  /** Names the object that this thread reads for Spark, because Spark does not always name it. */
  static DamagedObjectException because(Throwable cause) {
    String path = InputFileBlockHolder.getInputFilePath().toString();
    return new DamagedObjectException(
        path.isEmpty() ? "cannot decompress" : "cannot decompress file: " + path, cause);
  }
}
