package io.github.curvelane.io;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.AccessMode;
import java.nio.file.CopyOption;
import java.nio.file.DirectoryStream;
import java.nio.file.FileStore;
import java.nio.file.FileSystem;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.nio.file.StandardOpenOption;
import java.nio.file.WatchService;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.FileAttributeView;
import java.nio.file.attribute.UserPrincipalLookupService;
import java.nio.file.spi.FileSystemProvider;
import java.util.Iterator;
import java.util.Map;
import java.util.Set;

/**
 * The files of the default file system as they are when a disk becomes full, or a process is
 * killed, at the n-th operation that changes anything.
 */
final class FaultyFileSystem extends FileSystem {
  /** What happens at the n-th operation and at all that follow. */
  enum Fault {
    /** What takes room fails. A write is done to the half before. */
    FULL,
    /** Nothing happens any more. A write is done to the half before. */
    KILLED
  }

  /** The process is no more. */
  static final class Killed extends Error {
    private static final long serialVersionUID = 1L;

    Killed() {
      super("killed", null, false, false);
    }
  }

  private final FileSystem real;
  private final Fault fault;
  private final int first;
  private final boolean links;
  private final Runnable opened;
  private final FileSystemProvider provider;
  private int operations;

  private FaultyFileSystem(
      FileSystem real, Fault fault, int first, boolean links, Runnable opened) {
    this.real = real;
    this.fault = fault;
    this.first = first;
    this.links = links;
    this.opened = opened;
    this.provider = new Provider();
  }

  /** Returns a folder that becomes faulty at an operation from 1. */
  static Path folder(Path real, Fault fault, int first) {
    return new FaultyFileSystem(real.getFileSystem(), fault, first, true, () -> {}).wrap(real);
  }

  /** Returns a folder without symbolic and hard links. */
  static Path folderWithoutLinks(Path real) {
    return new FaultyFileSystem(
            real.getFileSystem(), Fault.FULL, Integer.MAX_VALUE, false, () -> {})
        .wrap(real);
  }

  /** Returns a folder in which something happens whenever a file is opened to be read. */
  static Path folderThat(Path real, Runnable opened) {
    return new FaultyFileSystem(real.getFileSystem(), Fault.FULL, Integer.MAX_VALUE, true, opened)
        .wrap(real);
  }

  /** Tells whether anything has failed yet. */
  static boolean hasFailed(Path folder) {
    FaultyFileSystem system = (FaultyFileSystem) folder.getFileSystem();
    return system.operations >= system.first;
  }

  private Path wrap(Path path) {
    if (path == null) {
      return null;
    }
    return (Path)
        Proxy.newProxyInstance(
            Wrapped.class.getClassLoader(),
            new Class<?>[] {Path.class, Wrapped.class},
            (proxy, method, arguments) -> {
              switch (method.getName()) {
                case "unwrapped":
                  return path;
                case "getFileSystem":
                  return this;
                case "equals":
                  return arguments[0] instanceof Path other && unwrap(other).equals(path);
                default:
                  break;
              }
              Object[] plain = arguments == null ? new Object[0] : arguments.clone();
              for (int i = 0; i < plain.length; i++) {
                plain[i] = plain[i] instanceof Path other ? unwrap(other) : plain[i];
              }
              try {
                Object result = method.invoke(path, plain);
                return result instanceof Path other ? wrap(other) : result;
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }

  private interface Wrapped {
    Path unwrapped();
  }

  private static Path unwrap(Path path) {
    return path instanceof Wrapped wrapped ? wrapped.unwrapped() : path;
  }

  /** Whether a process that is no more asks. */
  private void alive() {
    if (fault == Fault.KILLED && operations >= first) {
      throw new Killed();
    }
  }

  private void operation(boolean takesRoom) throws IOException {
    operations++;
    alive();
    if (takesRoom && operations >= first) {
      throw new IOException("No space left on device");
    }
  }

  // ---------------------------------------------------------------- the file system

  @Override
  public FileSystemProvider provider() {
    return provider;
  }

  @Override
  public void close() {
    throw new UnsupportedOperationException();
  }

  @Override
  public boolean isOpen() {
    return true;
  }

  @Override
  public boolean isReadOnly() {
    return false;
  }

  @Override
  public String getSeparator() {
    return real.getSeparator();
  }

  @Override
  public Iterable<Path> getRootDirectories() {
    throw new UnsupportedOperationException();
  }

  @Override
  public Iterable<FileStore> getFileStores() {
    throw new UnsupportedOperationException();
  }

  @Override
  public Set<String> supportedFileAttributeViews() {
    return real.supportedFileAttributeViews();
  }

  @Override
  public Path getPath(String first, String... more) {
    return wrap(real.getPath(first, more));
  }

  @Override
  public PathMatcher getPathMatcher(String pattern) {
    throw new UnsupportedOperationException();
  }

  @Override
  public UserPrincipalLookupService getUserPrincipalLookupService() {
    throw new UnsupportedOperationException();
  }

  @Override
  public WatchService newWatchService() {
    throw new UnsupportedOperationException();
  }

  // ---------------------------------------------------------------- what is done with files

  private final class Provider extends FileSystemProvider {
    private final FileSystemProvider of = FaultyFileSystem.this.real.provider();

    @Override
    public String getScheme() {
      return "faulty";
    }

    @Override
    public FileSystem newFileSystem(URI uri, Map<String, ?> env) {
      throw new UnsupportedOperationException();
    }

    @Override
    public FileSystem getFileSystem(URI uri) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Path getPath(URI uri) {
      throw new UnsupportedOperationException();
    }

    @Override
    public FileChannel newFileChannel(
        Path path, Set<? extends OpenOption> options, FileAttribute<?>... attributes)
        throws IOException {
      alive();
      if (options.contains(StandardOpenOption.CREATE_NEW)
          || options.contains(StandardOpenOption.CREATE)) {
        operation(true);
      }
      return new Channel(of.newFileChannel(unwrap(path), options, attributes));
    }

    @Override
    public SeekableByteChannel newByteChannel(
        Path path, Set<? extends OpenOption> options, FileAttribute<?>... attributes)
        throws IOException {
      SeekableByteChannel channel = newFileChannel(path, options, attributes);
      opened.run();
      return channel;
    }

    @Override
    public DirectoryStream<Path> newDirectoryStream(
        Path folder, DirectoryStream.Filter<? super Path> filter) throws IOException {
      alive();
      DirectoryStream<Path> all = of.newDirectoryStream(unwrap(folder), path -> true);
      return new DirectoryStream<>() {
        @Override
        public Iterator<Path> iterator() {
          Iterator<Path> paths = all.iterator();
          return new Iterator<>() {
            @Override
            public boolean hasNext() {
              return paths.hasNext();
            }

            @Override
            public Path next() {
              return wrap(paths.next());
            }
          };
        }

        @Override
        public void close() throws IOException {
          all.close();
        }
      };
    }

    @Override
    public void createDirectory(Path folder, FileAttribute<?>... attributes) throws IOException {
      operation(true);
      of.createDirectory(unwrap(folder), attributes);
    }

    @Override
    public void createSymbolicLink(Path link, Path target, FileAttribute<?>... attributes)
        throws IOException {
      requireLinks();
      operation(true);
      of.createSymbolicLink(unwrap(link), unwrap(target), attributes);
    }

    private void requireLinks() {
      if (!links) {
        throw new UnsupportedOperationException();
      }
    }

    @Override
    public void createLink(Path link, Path existing) throws IOException {
      requireLinks();
      operation(true);
      of.createLink(unwrap(link), unwrap(existing));
    }

    @Override
    public Path readSymbolicLink(Path link) throws IOException {
      alive();
      return wrap(of.readSymbolicLink(unwrap(link)));
    }

    @Override
    public void delete(Path path) throws IOException {
      operation(false);
      of.delete(unwrap(path));
    }

    @Override
    public void copy(Path source, Path target, CopyOption... options) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void move(Path source, Path target, CopyOption... options) throws IOException {
      operation(false);
      of.move(unwrap(source), unwrap(target), options);
    }

    @Override
    public boolean isSameFile(Path a, Path b) throws IOException {
      return of.isSameFile(unwrap(a), unwrap(b));
    }

    @Override
    public boolean isHidden(Path path) throws IOException {
      return of.isHidden(unwrap(path));
    }

    @Override
    public FileStore getFileStore(Path path) throws IOException {
      return of.getFileStore(unwrap(path));
    }

    @Override
    public void checkAccess(Path path, AccessMode... modes) throws IOException {
      alive();
      of.checkAccess(unwrap(path), modes);
    }

    @Override
    public <V extends FileAttributeView> V getFileAttributeView(
        Path path, Class<V> type, LinkOption... options) {
      alive();
      return of.getFileAttributeView(unwrap(path), type, options);
    }

    @Override
    public <A extends BasicFileAttributes> A readAttributes(
        Path path, Class<A> type, LinkOption... options) throws IOException {
      alive();
      return of.readAttributes(unwrap(path), type, options);
    }

    @Override
    public Map<String, Object> readAttributes(Path path, String attributes, LinkOption... options)
        throws IOException {
      alive();
      return of.readAttributes(unwrap(path), attributes, options);
    }

    @Override
    public void setAttribute(Path path, String attribute, Object value, LinkOption... options)
        throws IOException {
      operation(false);
      of.setAttribute(unwrap(path), attribute, value, options);
    }
  }

  private final class Channel extends FileChannel {
    private final FileChannel of;

    Channel(FileChannel of) {
      this.of = of;
    }

    private void room(ByteBuffer bytes, long at) throws IOException {
      try {
        operation(true);
      } catch (IOException | Killed e) {
        if (operations == first) {
          of.write(bytes.slice(bytes.position(), bytes.remaining() / 2), at);
        }
        throw e;
      }
    }

    @Override
    public int read(ByteBuffer to) throws IOException {
      alive();
      return of.read(to);
    }

    @Override
    public long read(ByteBuffer[] to, int offset, int length) throws IOException {
      return of.read(to, offset, length);
    }

    @Override
    public int read(ByteBuffer to, long at) throws IOException {
      alive();
      return of.read(to, at);
    }

    @Override
    public int write(ByteBuffer bytes) throws IOException {
      room(bytes, of.position());
      return of.write(bytes);
    }

    @Override
    public long write(ByteBuffer[] bytes, int offset, int length) {
      throw new UnsupportedOperationException();
    }

    @Override
    public int write(ByteBuffer bytes, long at) throws IOException {
      room(bytes, at);
      return of.write(bytes, at);
    }

    @Override
    public long position() throws IOException {
      return of.position();
    }

    @Override
    public FileChannel position(long to) throws IOException {
      of.position(to);
      return this;
    }

    @Override
    public long size() throws IOException {
      return of.size();
    }

    @Override
    public FileChannel truncate(long size) throws IOException {
      operation(false);
      of.truncate(size);
      return this;
    }

    @Override
    public void force(boolean all) throws IOException {
      operation(true);
    }

    @Override
    public long transferTo(long at, long count, WritableByteChannel target) throws IOException {
      return of.transferTo(at, count, target);
    }

    @Override
    public long transferFrom(ReadableByteChannel from, long at, long count) {
      throw new UnsupportedOperationException();
    }

    @Override
    public MappedByteBuffer map(MapMode mode, long at, long size) {
      throw new UnsupportedOperationException();
    }

    @Override
    public FileLock lock(long at, long size, boolean shared) throws IOException {
      return of.lock(at, size, shared);
    }

    @Override
    public FileLock tryLock(long at, long size, boolean shared) throws IOException {
      alive();
      return of.tryLock(at, size, shared);
    }

    /** A process that is no more holds no lock. */
    @Override
    protected void implCloseChannel() throws IOException {
      of.close();
    }
  }
}
