// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.table.footer;

import java.io.IOException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/** A file format whose files end with a description of their columns. */
interface FooterFormat {

  /** The name of the format. */
  String name();

  /** The size of a file's footer and of a row; any number for other files. */
  Sizes sizes(Path path, Configuration hadoop) throws IOException;

  /** The bytes of a footer, and of an uncompressed row. */
  record Sizes(long footer, long row) {}

  /** Reads the description of one file. */
  FileColumns read(Path path, Configuration hadoop) throws IOException;
}
