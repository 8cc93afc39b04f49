package dev.sparkbench.runner.table.footer;

import java.io.IOException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/** A file format whose files end with a description of their columns. */
interface FooterFormat {

  /** What people call it. */
  String name();

  /** How large the footer of a file is, and a row of it; anything for what is no such file. */
  Sizes sizes(Path path, Configuration hadoop) throws IOException;

  /** Bytes of a footer, and of a row that is not compressed. */
  record Sizes(long footer, long row) {}

  /** Reads the description of one file. */
  FileColumns read(Path path, Configuration hadoop) throws IOException;
}
