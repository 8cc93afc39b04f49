package dev.sparkbench.runner.table.footer;

import java.io.IOException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/** A file format whose files end with a description of their columns. */
interface FooterFormat {

  /** What people call it. */
  String name();

  /** How many bytes of a file its footer takes; anything for what is no such file. */
  long size(Path path, Configuration hadoop) throws IOException;

  /** Reads the description of one file. */
  FileColumns read(Path path, Configuration hadoop) throws IOException;
}
