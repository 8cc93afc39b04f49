// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.local.apiserver;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.BooleanSupplier;

/** Sends the new lines of a log, each time it runs, until the pod has ended. */
final class LogFollower implements Runnable {

  private final Path file;
  private final BooleanSupplier ended;
  private final ApiResponse.Sink sink;
  private long position;

  LogFollower(Path file, long begin, BooleanSupplier ended, ApiResponse.Sink sink) {
    this.file = file;
    this.position = begin;
    this.ended = ended;
    this.sink = sink;
  }

  @Override
  public void run() {
    // Asked before reading, so that all output of an ended pod is read.
    boolean last = ended.getAsBoolean();
    byte[] more = more();
    int length = last ? more.length : wholeLines(more);
    if (length > 0) {
      position += length;
      sink.send(new String(more, 0, length, StandardCharsets.UTF_8));
    }
    if (last) {
      sink.end();
    }
  }

  private byte[] more() {
    try (SeekableByteChannel channel = Files.newByteChannel(file)) {
      channel.position(position);
      ByteBuffer buffer = ByteBuffer.allocate(Math.toIntExact(channel.size() - position));
      while (buffer.hasRemaining() && channel.read(buffer) >= 0) {
        // Until everything is sent.
      }
      return buffer.array();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + file, e);
    }
  }

  private static int wholeLines(byte[] text) {
    int length = text.length;
    while (length > 0 && text[length - 1] != '\n') {
      length--;
    }
    return length;
  }
}
