package io.larder.servlet;

/** A body that is complete. Until somebody asks for its bytes, they may still be the handler's. */
interface WholeBody {

  /** The number of bytes. */
  int size();

  /** The bytes in an array of their length, which from now on nobody may change. */
  byte[] bytes();
}
