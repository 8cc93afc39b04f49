package dev.sparkbench.runner.table;

import com.github.luben.zstd.ZstdInputStream;
import com.github.luben.zstd.ZstdOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.io.compress.CompressionCodec;
import org.apache.hadoop.io.compress.CompressionInputStream;
import org.apache.hadoop.io.compress.CompressionOutputStream;
import org.apache.hadoop.io.compress.Compressor;
import org.apache.hadoop.io.compress.Decompressor;

/**
 * Reads objects that end in {@code .zst}. Hadoop's own codec needs a native library of Hadoop,
 * which is not in the image; this one uses what Spark itself compresses with.
 */
public final class Zstandard implements CompressionCodec {

  private static final String CODECS = "io.compression.codecs";

  /** Has Hadoop, and so Spark, use it. */
  static void register(Configuration hadoop) {
    if (!hadoop.getTrimmedStringCollection(CODECS).contains(Zstandard.class.getName())) {
      String others = hadoop.get(CODECS, "");
      hadoop.set(
          CODECS,
          others.isBlank() ? Zstandard.class.getName() : others + "," + Zstandard.class.getName());
    }
  }

  @Override
  public CompressionInputStream createInputStream(InputStream in) throws IOException {
    return new In(in, new ZstdInputStream(in));
  }

  @Override
  public CompressionInputStream createInputStream(InputStream in, Decompressor decompressor)
      throws IOException {
    return createInputStream(in);
  }

  @Override
  public Class<? extends Decompressor> getDecompressorType() {
    return null;
  }

  @Override
  public Decompressor createDecompressor() {
    return null;
  }

  @Override
  public CompressionOutputStream createOutputStream(OutputStream out) throws IOException {
    return new Out(new ZstdOutputStream(out));
  }

  @Override
  public CompressionOutputStream createOutputStream(OutputStream out, Compressor compressor)
      throws IOException {
    return createOutputStream(out);
  }

  @Override
  public Class<? extends Compressor> getCompressorType() {
    return null;
  }

  @Override
  public Compressor createCompressor() {
    return null;
  }

  @Override
  public String getDefaultExtension() {
    return ".zst";
  }

  private static final class In extends CompressionInputStream {

    private final ZstdInputStream texts;

    In(InputStream in, ZstdInputStream texts) throws IOException {
      super(in);
      this.texts = texts;
    }

    @Override
    public int read() throws IOException {
      return texts.read();
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      return texts.read(bytes, offset, length);
    }

    @Override
    public void resetState() {
      throw new UnsupportedOperationException("an object is read once");
    }

    @Override
    public void close() throws IOException {
      texts.close();
      super.close();
    }
  }

  private static final class Out extends CompressionOutputStream {

    private final ZstdOutputStream packed;

    Out(ZstdOutputStream packed) {
      super(packed);
      this.packed = packed;
    }

    @Override
    public void write(int one) throws IOException {
      packed.write(one);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      packed.write(bytes, offset, length);
    }

    @Override
    public void finish() throws IOException {
      packed.close();
    }

    @Override
    public void resetState() {
      throw new UnsupportedOperationException("an object is written once");
    }
  }
}
