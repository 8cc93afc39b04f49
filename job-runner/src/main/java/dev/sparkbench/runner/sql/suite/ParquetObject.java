// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.sql.suite;

import java.io.IOException;
import java.util.Iterator;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.api.WriteSupport;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.hadoop.util.HadoopInputFile;
import org.apache.parquet.io.DelegatingPositionOutputStream;
import org.apache.parquet.io.OutputFile;
import org.apache.parquet.io.PositionOutputStream;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.execution.datasources.parquet.ParquetWriteSupport;
import org.apache.spark.sql.internal.SQLConf;
import org.apache.spark.sql.types.StructType;

/**
 * An object of a table. Under its final name, it is either complete or missing, because the store
 * shows an object only when its stream is closed, and that happens only after the last row. The
 * same rows give the same bytes, because nothing depends on the JVM's memory or settings.
 *
 * @param path its path
 * @param conf how to reach the store
 */
record ParquetObject(Path path, Configuration conf) {

  /**
   * The size of a row group, which only one task reads. An object has several, so that small scales
   * have enough for many slots. A writing task keeps one row group in memory.
   */
  static final long ROW_GROUP_BYTES = 32L << 20;

  /** The number of rows of an object, and its size. */
  record Size(long rows, long bytes) {}

  /** Whether it exists. */
  boolean exists() throws IOException {
    return path.getFileSystem(conf).exists(path);
  }

  /** The size according to the object itself. */
  Size size() throws IOException {
    HadoopInputFile file = HadoopInputFile.fromPath(path, conf);
    try (ParquetFileReader reader = ParquetFileReader.open(file)) {
      return new Size(reader.getRecordCount(), file.getLength());
    }
  }

  /** Writes the object in the form in which Spark itself would write these rows. */
  Size write(StructType schema, Iterator<InternalRow> rows) throws IOException {
    Output output = new Output();
    try {
      long count = 0;
      try (ParquetWriter<InternalRow> writer = new Writer(output, schema, conf).build()) {
        for (; rows.hasNext(); count++) {
          writer.write(rows.next());
        }
        output.complete = true;
      }
      return new Size(count, output.bytes);
    } finally {
      output.abandonUnlessComplete();
    }
  }

  private static final class Writer extends ParquetWriter.Builder<InternalRow, Writer> {

    Writer(OutputFile output, StructType schema, Configuration conf) {
      super(output);
      Configuration own = new Configuration(conf);
      ParquetWriteSupport.setSchema(schema, own);
      own.set(SQLConf.PARQUET_WRITE_LEGACY_FORMAT().key(), "false");
      own.set(SQLConf.PARQUET_FIELD_ID_WRITE_ENABLED().key(), "false");
      own.set(SQLConf.PARQUET_OUTPUT_TIMESTAMP_TYPE().key(), "TIMESTAMP_MICROS");
      withConf(own);
      // Spark's default.
      withCompressionCodec(CompressionCodecName.SNAPPY);
      withRowGroupSize(ROW_GROUP_BYTES);
    }

    @Override
    protected Writer self() {
      return this;
    }

    @Override
    protected WriteSupport<InternalRow> getWriteSupport(Configuration conf) {
      return new ParquetWriteSupport();
    }
  }

  /**
   * The output of the writer. If it is abandoned before the last row, it leaves nothing in the
   * store.
   */
  private final class Output implements OutputFile {

    private FSDataOutputStream stream;
    private boolean complete;
    private long bytes;

    @Override
    public PositionOutputStream create(long blockSize) throws IOException {
      FileSystem store = path.getFileSystem(conf);
      stream = store.create(path, true);
      return new DelegatingPositionOutputStream(stream) {
        @Override
        public long getPos() throws IOException {
          return stream.getPos();
        }

        @Override
        public void close() throws IOException {
          if (complete) {
            bytes = stream.getPos();
            super.close();
          }
        }
      };
    }

    @Override
    public PositionOutputStream createOrOverwrite(long blockSize) throws IOException {
      return create(blockSize);
    }

    @Override
    public boolean supportsBlockSize() {
      return false;
    }

    @Override
    public long defaultBlockSize() {
      return 0;
    }

    private void abandonUnlessComplete() {
      if (stream != null && !complete) {
        stream.abort();
      }
    }
  }
}
