throw new Error('planted at load');
