import type { Problem } from '@/app/_components/send-json';

export interface UploadState {
  key: string;
  name: string;
  size: number;
  sent: number;
  importId: string | null;
  problem: Problem | null;
}

interface Upload {
  key: string;
  file: File;
  studyId: string;
  condition: string;
}

function readProblem(request: XMLHttpRequest): Problem {
  try {
    const { error } = JSON.parse(request.responseText) as { error: Problem };
    return error;
  } catch {
    return {
      code: 'internal',
      message:
        request.status === 0
          ? 'The connection was lost.'
          : `The server answered with status ${request.status}.`,
      hint: 'Check that Carryover is still running, then try again.',
    };
  }
}

/** Sends one file as raw bytes. XMLHttpRequest, since fetch tells nothing about bytes sent. */
export function uploadFile(
  { key, file, studyId, condition }: Upload,
  show: (state: UploadState) => void,
): Promise<UploadState> {
  return new Promise((resolve) => {
    let state: UploadState = {
      key,
      name: file.name,
      size: file.size,
      sent: 0,
      importId: null,
      problem: null,
    };
    const update = (change: Partial<UploadState>) => {
      state = { ...state, ...change };
      show(state);
    };
    const request = new XMLHttpRequest();
    request.open('POST', `/api/v1/studies/${encodeURIComponent(studyId)}/imports`);
    request.setRequestHeader('content-type', 'application/octet-stream');
    request.setRequestHeader('x-file-name', encodeURIComponent(file.name));
    if (condition) request.setRequestHeader('x-condition', encodeURIComponent(condition));
    request.upload.onprogress = (e) => update({ sent: e.loaded });
    request.onload = () => {
      if (request.status === 202) {
        const { importId } = JSON.parse(request.responseText) as { importId: string };
        update({ sent: file.size, importId });
      } else update({ problem: readProblem(request) });
      resolve(state);
    };
    request.onerror = () => {
      update({ problem: readProblem(request) });
      resolve(state);
    };
    update({});
    request.send(file);
  });
}
