import Input, { type InputProps } from '@cloudscape-design/components/input';
import { useEffect, useRef, useState } from 'react';
import { useNavigate } from 'react-router';
import { findPath } from '../parts/find-path.ts';

/** One field for any id. The key `/` leads there from anywhere. */
export const FindField = () => {
  const navigate = useNavigate();
  const field = useRef<InputProps.Ref>(null);
  const [text, setText] = useState('');
  useEffect(() => {
    const focus = (event: KeyboardEvent): void => {
      const hasModifier = event.ctrlKey || event.metaKey || event.altKey;
      if (event.key !== '/' || hasModifier || isTyping(event.target)) return;
      event.preventDefault();
      field.current?.focus();
    };
    document.addEventListener('keydown', focus);
    return () => document.removeEventListener('keydown', focus);
  }, []);
  const find = (): void => {
    const wanted = text.trim();
    if (wanted === '') return;
    setText('');
    void navigate(findPath(wanted));
  };
  return (
    <Input
      ref={field}
      type="search"
      value={text}
      ariaLabel="Find by id"
      placeholder="ord_…  upl_…  bat_…  pi_…  (press /)"
      onChange={({ detail }) => setText(detail.value)}
      onKeyDown={({ detail }) => detail.key === 'Enter' && find()}
    />
  );
};

const isTyping = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement &&
  (target.isContentEditable || ['INPUT', 'TEXTAREA', 'SELECT'].includes(target.tagName));
