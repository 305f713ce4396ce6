const findPre = (node) =>
  node.tagName === 'pre' ? node : node.children?.map(findPre).find((found) => found !== undefined);

/**
 * A block of code is reached by keyboard, so that a block wider than the window can be scrolled.
 * Expressive Code itself does that with a script; this site is read without scripts, too.
 */
const keyboardScrolling = {
  name: 'Blocks of code are reached by keyboard',
  hooks: {
    postprocessRenderedBlock: ({ renderData }) => {
      // The frame around the block is there already: the block is somewhere inside.
      findPre(renderData.blockAst).properties.tabIndex = 0;
    },
  },
};

export default { plugins: [keyboardScrolling] };
