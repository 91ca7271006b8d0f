/** A program that uses the library as a module, and needs no flag for vectors. */
module consumer {
  requires io.github.curvelane;
}
