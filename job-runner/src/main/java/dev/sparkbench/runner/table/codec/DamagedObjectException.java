package dev.sparkbench.runner.table.codec;

import java.io.IOException;
import org.apache.spark.rdd.InputFileBlockHolder;

/** Bytes that cannot be decompressed, be it that they are damaged, too few, or something else. */
public final class DamagedObjectException extends IOException {

  private static final long serialVersionUID = 1L;

  private DamagedObjectException(String message, Throwable cause) {
    super(message, cause);
  }

  /** Names the object that this thread reads for Spark, which does not always say it. */
  static DamagedObjectException because(Throwable cause) {
    String path = InputFileBlockHolder.getInputFilePath().toString();
    return new DamagedObjectException(
        path.isEmpty() ? "cannot decompress" : "cannot decompress file: " + path, cause);
  }
}
